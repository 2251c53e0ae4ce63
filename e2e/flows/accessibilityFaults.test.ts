import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'playwright/test';
import { objectsTexts } from '../../renderer/objects/texts.ts';
import { reviewTexts } from '../../renderer/plan/review/texts.ts';
import { runTexts } from '../../renderer/plan/run/texts.ts';
import { flow } from '../fixture.ts';
import { Accessibility } from '../pages/accessibility.ts';
import { makeIdentity } from '../pages/files.ts';
import { Provision } from '../pages/provision.ts';
import { go } from '../pages/window.ts';

// Screens with a fault, in light and dark, without an accessibility problem.

flow('accessible: a refused file, a wrong pair and a lost board in every room, a review for another chip, a stopped run, a journal that cannot be written', async ({ open, folders }) => {
  // Real times, so that the run can be stopped.
  const workstation = await open({ TRUST_BENCH_SIM_TIMING: 'datasheet' });
  const { page } = workstation;
  const seen = new Accessibility(page);
  const rooms = ['Objects', 'Chip', 'Data sets', 'Keys', 'Reels', 'Records', 'Settings', 'Provision'] as const;
  const [device, integrity] = [await makeIdentity(folders.base, 'device'), await makeIdentity(folders.base, 'integrity')];
  const junk = join(folders.base, 'junk.txt');
  writeFileSync(junk, 'remember the milk');
  const simulate = (does: 'unplug' | 'plug' | 'new-chip') => page.evaluate((does) => window.bench.call('board/simulate', { does }), does);
  const program = new Provision(page);
  await program.useSimulatedBoard();
  for (const room of rooms) {
    await go(page, room);
    await program.drop(junk);
    await page.getByRole('alert').filter({ hasText: 'junk.txt' }).waitFor();
    await seen.look(`${room}, a refused file`);
  }
  await go(page, 'Objects');
  await page.getByRole('button', { name: objectsTexts.readAgain }).and(page.locator(':enabled')).click();
  await simulate('unplug');
  await page.getByRole('alert').filter({ hasText: 'The board is disconnected.' }).waitFor();
  for (const room of rooms) {
    await go(page, room);
    await seen.look(`${room}, the board lost`);
  }
  await simulate('plug');
  await page.getByText('Connected', { exact: true }).waitFor({ timeout: 20_000 });
  await program.give(device);
  await program.next();
  await program.step(1);
  await program.drop(integrity.keyPath);
  await program.drop(device.certificatePath);
  await page.getByRole('alert').first().waitFor();
  await seen.look('step 1, a wrong pair');
  await program.give(integrity);
  await page.getByRole('button', { name: /7\/7/ }).click();
  await program.review();
  await simulate('new-chip');
  await page.getByRole('button', { name: reviewTexts.rehearseAgain }).waitFor();
  await seen.look('a review, and another chip');
  await page.getByRole('button', { name: reviewTexts.rehearseAgain }).click();
  await page.getByText(reviewTexts.went).waitFor();
  await program.write();
  await page.getByRole('button', { name: runTexts.cancel }).click();
  await program.verdict('Stopped');
  await seen.look('a stopped run with Resume');
  rmSync(join(folders.state, 'journal'), { recursive: true });
  writeFileSync(join(folders.state, 'journal'), 'not a folder');
  await page.getByRole('button', { name: runTexts.resume, exact: true }).click();
  await page.getByRole('alert').first().waitFor();
  await seen.look('the journal cannot be written');
  expect(seen.findings).toEqual([]);
  expect(workstation.complaints).toEqual([]);
});
