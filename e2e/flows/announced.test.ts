import { writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { expect } from 'playwright/test';
import { appTexts } from '../../renderer/app/texts.ts';
import { filterTexts } from '../../renderer/objects/filterTexts.ts';
import { objectsTexts } from '../../renderer/objects/texts.ts';
import { reviewTexts } from '../../renderer/plan/review/texts.ts';
import { runTexts } from '../../renderer/plan/run/texts.ts';
import { wizardTexts } from '../../renderer/wizard/texts.ts';
import { flow } from '../fixture.ts';
import { Announcements } from '../pages/announcements.ts';
import { makeIdentity } from '../pages/files.ts';
import { Provision } from '../pages/provision.ts';
import { go } from '../pages/window.ts';

// With a chip that answers at once, a run can be over before its first step is announced.
flow.use({ environment: { TRUST_BENCH_SIM_TIMING: 'datasheet' } });

flow('what happens is announced, once: connection, files, steps and result of a run, hits of a search', async ({ workstation, folders }) => {
  const { page } = workstation;
  const [device, integrity] = [await makeIdentity(folders.base, 'device'), await makeIdentity(folders.base, 'integrity')];
  const program = new Provision(page);
  await page.getByRole('heading', { level: 1, name: /^0\/7/ }).waitFor();
  const heard = new Announcements(page);
  await heard.listen();
  const of = (said: readonly string[], text: string): number => said.filter((one) => one.includes(text)).length;

  await program.useSimulatedBoard();
  expect(await heard.take()).toEqual([appTexts.connectedTo('Simulated board')]);

  await program.give(device);
  const taken = await heard.take();
  expect(of(taken, wizardTexts.loaded([basename(device.keyPath), basename(device.certificatePath)], true)), taken.join('\n')).toBe(1);
  const junk = join(folders.base, 'junk.txt');
  writeFileSync(junk, 'remember the milk');
  await program.drop(junk);
  await page.getByRole('alert').filter({ hasText: 'junk.txt' }).waitFor();
  expect(await heard.take()).toEqual([expect.stringContaining(appTexts.unknownWhat)]);

  await program.next();
  await program.step(1);
  await program.give(integrity);
  await page.getByRole('button', { name: /7\/7/ }).click();
  await program.review();
  expect(of(await heard.take(), reviewTexts.went)).toBe(1);
  await program.write();
  await program.verdict(runTexts.finishedProved);
  const run = await heard.take();
  expect(of(run, runTexts.finishedProved), run.join('\n')).toBe(1);
  const steps = run.filter((one) => /^Step \d of \d: ./.test(one));
  expect(steps.length, run.join('\n')).toBeGreaterThan(0);
  expect(new Set(steps).size).toBe(steps.length);
  expect(run.filter((one) => one.includes(reviewTexts.voidNote)), 'the review is not called void by its own run').toEqual([]);

  await go(page, 'Objects');
  await page.getByRole('button', { name: objectsTexts.readAgain }).and(page.locator(':enabled')).waitFor();
  await heard.take();
  await page.getByLabel(filterTexts.search).fill('E0F');
  await page.getByText(filterTexts.shown(6, 43)).waitFor();
  expect(await heard.take()).toEqual([filterTexts.shown(6, 43)]);

  await page.getByTestId('simulate').click();
  await page.getByTestId('simulate-unplug').click();
  await page.getByRole('alert').filter({ hasText: 'The board is disconnected.' }).waitFor();
  expect(of(await heard.take(), 'The board is disconnected.')).toBe(1);
  await page.getByTestId('simulate').click();
  await page.getByTestId('simulate-plug').click();
  await page.getByText('Connected', { exact: true }).waitFor();
  await page.getByRole('button', { name: objectsTexts.readAgain }).and(page.locator(':enabled')).waitFor();
  const back = await heard.take();
  expect([of(back, 'The board is back'), of(back, appTexts.connectedTo('Simulated board'))], back.join('\n')).toEqual([1, 0]);
  expect(back.filter((one) => /^\d of /.test(one) && one !== filterTexts.shown(6, 43)), 'no count before the chip is read').toEqual([]);
  expect(workstation.complaints).toEqual([]);
});
