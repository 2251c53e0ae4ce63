import { expect } from 'playwright/test';
import { fault } from '../../core/result/fault.ts';
import { say } from '../../core/result/say.ts';
import { boardTexts } from '../../renderer/board/texts.ts';
import { stageWords } from '../../renderer/chip/texts.ts';
import { objectsTexts } from '../../renderer/objects/texts.ts';
import { reviewTexts } from '../../renderer/plan/review/texts.ts';
import { runTexts } from '../../renderer/plan/run/texts.ts';
import { flow } from '../fixture.ts';
import { makeIdentity } from '../pages/files.ts';
import { Provision } from '../pages/provision.ts';
import { go } from '../pages/window.ts';

const lost = 'The board is disconnected.';

flow('a board that is pulled out in a run is said once, on every screen, with the port and what to do', async ({ open, folders }) => {
  const workstation = await open({ TRUST_BENCH_SIM_FAULTS: 'unplug@SetDataObject#1:during' });
  const { page } = workstation;
  const [device, integrity] = [await makeIdentity(folders.base, 'device'), await makeIdentity(folders.base, 'integrity')];
  const saidOnce = async (where: string): Promise<void> => {
    const message = page.getByRole('alert').filter({ hasText: lost });
    await expect(message, where).toHaveCount(1);
    await expect(message, where).toContainText(say(fault('link/closed', { port: 'simulated' })).todo);
    await expect(message, where).toContainText('simulated');
    await expect(page.getByText(/disconnected|link to the board was lost|cable was unplugged/i), `${where}: what happened and why, nowhere else`).toHaveCount(2);
    await expect(page.getByText('Connect a board first', { exact: false }), where).toHaveCount(0);
  };
  const program = new Provision(page);
  await program.toReview(device, integrity);
  await program.write();
  await page.getByRole('heading', { level: 1, name: runTexts.failed }).waitFor();
  await saidOnce('run');
  await expect(page.getByRole('button', { name: 'Resume' })).toBeDisabled();
  await expect(page.getByText(runTexts.resumeWaits, { exact: false })).toHaveCount(1);
  for (const room of ['Objects', 'Chip', 'Data sets', 'Keys', 'Reels', 'Records', 'Settings'] as const) {
    await go(page, room);
    if (room === 'Objects' || room === 'Chip') {
      await page.getByRole('button', { name: objectsTexts.readAgain }).click();
      await page.getByRole('button', { name: objectsTexts.readAgain }).and(page.locator(':enabled')).waitFor();
    }
    if (room === 'Chip') await page.getByText(stageWords['not-reached']).first().waitFor();
    // This call returns after the room's own request for the board's state.
    await page.evaluate(() => window.bench.call('board/state', {}));
    await saidOnce(room);
  }
  await go(page, 'Objects');
  await page.getByRole('alert').getByRole('button', { name: boardTexts.plug }).click();
  await page.getByText('Connected', { exact: true }).first().waitFor({ timeout: 20_000 });
  await page.getByTestId('object-0xE0E1').waitFor();
  await expect(page.getByText(lost), 'over when the board is back').toHaveCount(0);
  await go(page, 'Provision');
  await expect(page.getByText(runTexts.backTitle)).toHaveCount(1);
  await page.getByRole('button', { name: 'Resume' }).click();
  await program.verdict(runTexts.finishedProved);
  expect(workstation.complaints).toEqual([]);
});

flow('a board that is pulled out on the review is said once there too, and rehearsed again when it is back', async ({ workstation, folders }) => {
  const { page } = workstation;
  const program = new Provision(page);
  await program.toReview(await makeIdentity(folders.base, 'device'), await makeIdentity(folders.base, 'integrity'));
  await page.evaluate(() => window.bench.call('board/simulate', { does: 'unplug' }));
  await expect(page.getByRole('alert').filter({ hasText: lost })).toHaveCount(1);
  await expect(page.getByRole('alert')).toHaveCount(1);
  await expect(page.getByRole('button', { name: reviewTexts.write })).toBeDisabled();
  await page.getByRole('alert').getByRole('button', { name: boardTexts.plug }).click();
  await page.getByText('Connected', { exact: true }).first().waitFor({ timeout: 20_000 });
  await page.getByRole('button', { name: reviewTexts.rehearseAgain }).click();
  await page.getByRole('button', { name: reviewTexts.write }).waitFor();
  await expect(page.getByText(lost)).toHaveCount(0);
  expect(workstation.complaints).toEqual([]);
});
