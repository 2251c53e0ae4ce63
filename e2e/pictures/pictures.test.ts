import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from 'playwright/test';
import { appTexts } from '../../renderer/app/texts.ts';
import { jobTexts } from '../../renderer/jobs/texts.ts';
import { runTexts } from '../../renderer/plan/run/texts.ts';
import { reelsTexts } from '../../renderer/reels/texts.ts';
import { slotTexts } from '../../renderer/slots/texts.ts';
import { nextTexts } from '../../renderer/wizard/next/texts.ts';
import { flow } from '../fixture.ts';
import { makeIdentity } from '../pages/files.ts';
import { Provision } from '../pages/provision.ts';
import { makeBoard, openSlots, teachByPort } from '../pages/slots.ts';
import { go } from '../pages/window.ts';
import { folder, shoot, sizes } from './shoot.ts';
import { any, like } from '../pages/texts.ts';

/** Takes the picture at a zoom of 150 %, in one size. */
async function shootLarge(page: Page, name: string): Promise<void> {
  await page.screenshot({ path: join(folder, `${name}-zoom-150.png`), animations: 'disabled' });
}

const rooms = ['Objects', 'Chip', 'Data sets', 'Keys', 'Reels', 'Records', 'Settings'] as const;
const fileName = (room: string): string => room.toLowerCase().replace(' ', '');

/** Takes pictures of two slots, one of them in detail, and of a teach-in. */
async function slotPictures(page: Page): Promise<void> {
  const boards = [await makeBoard(page, 'left'), await makeBoard(page, 'right')];
  await openSlots(page);
  for (const [at, path] of boards.entries()) await teachByPort(page, at + 1, path);
  await shoot(page, 'slots');
  await page.getByRole('button', { name: slotTexts.add(3) }).click();
  await page.getByRole('button', { name: slotTexts.plugNow }).click();
  await page.getByText(slotTexts.waits(3)).waitFor();
  await shoot(page, 'slots-teach');
  await page.getByRole('button', { name: slotTexts.stop }).click();
  await page.getByRole('tab', { name: 'General' }).click();
}

flow('every screen', async ({ workstation, folders }) => {
  mkdirSync(folder, { recursive: true });
  const { page } = workstation;
  const provision = new Provision(page);
  await page.setViewportSize(sizes[1]);
  await page.getByRole('button', { name: appTexts.simulatedBoard }).waitFor();
  await shoot(page, 'start');
  for (const room of rooms) {
    await go(page, room);
    await shoot(page, `${fileName(room)}-empty`);
  }
  await go(page, 'Provision');

  const integrity = await makeIdentity(folders.base, 'integrity');
  const devices = join(folders.base, 'devices');
  mkdirSync(devices);
  for (const name of ['dev 1', 'dev 2', 'dev 3']) await makeIdentity(devices, name);
  await provision.useSimulatedBoard();
  await page.getByRole('button', { name: /Trust anchor/ }).first().click();
  await provision.give(integrity);
  await shoot(page, 'anchor');
  await provision.drop(devices);
  await page.getByRole('button', { name: nextTexts.work(3) }).waitFor();
  await shoot(page, 'pairs-dialog');
  await page.getByRole('button', { name: nextTexts.work(3) }).click();
  await provision.step(0);
  await shoot(page, 'pairs');
  await page.getByRole('button', { name: /7\/7/ }).first().click();
  await provision.review();
  await shoot(page, 'review-pair');
  await page.getByRole('button', { name: jobTexts.make }).click();
  await page.getByRole('heading', { level: 1, name: jobTexts.title }).waitFor();
  await shoot(page, 'job');
  await page.locator('[data-back-action]').click();
  await provision.write();
  await provision.verdict(runTexts.finishedProved);
  await shoot(page, 'report-pair');
  await page.getByRole('button', { name: runTexts.nextChip }).click();
  await page.getByRole('heading', { level: 1, name: nextTexts.insertTitle }).waitFor();
  await shoot(page, 'next-chip');
  await page.getByRole('button', { name: nextTexts.useSame }).click();
  await page.getByText(like(nextTexts.doneBefore([any], any))).waitFor();
  await shoot(page, 'chip-again');

  await go(page, 'Objects');
  await page.getByRole('row', { name: /0xE0E1/ }).first().waitFor();
  await shoot(page, 'objects');
  await page.getByRole('row', { name: /0xE0E1/ }).first().click();
  await page.getByText('CN=dev 1').first().waitFor();
  await shoot(page, 'object');
  await page.getByRole('tab', { name: 'Metadata', exact: true }).click();
  await shoot(page, 'metadata');
  await provision.drop(integrity.keyPath);
  await page.getByRole('dialog').waitFor();
  await shoot(page, 'key-dropped');
  await page.keyboard.press('Escape');
  await page.getByRole('button', { name: 'Close', exact: true }).click();
  await page.getByRole('button', { name: 'Map', exact: true }).click();
  await page.getByTestId('tile-0xE0F1').focus();
  await page.getByText('Belongs to 0xE0E1').waitFor();
  await shoot(page, 'map');
  await page.keyboard.press('Enter');
  await page.getByRole('heading', { level: 2, name: /^0xE0F1/ }).waitFor();
  await shoot(page, 'map-object');
  await page.getByRole('button', { name: 'List', exact: true }).click();
  await go(page, 'Reels');
  await page.getByRole('button', { name: reelsTexts.trySample }).click();
  await page.getByRole('row').nth(3).waitFor();
  // The sample brings its transport key. Opening the secrets takes a second.
  await page.getByText(reelsTexts.sumSecrets(10, 10)).waitFor();
  await shoot(page, 'reels');
  for (const room of ['Chip', 'Data sets', 'Keys', 'Records', 'Settings'] as const) {
    await go(page, room);
    await page.getByRole('heading').first().waitFor();
    await shoot(page, fileName(room));
  }
  await slotPictures(page);
  await page.getByRole('button', { name: 'Trace', exact: true }).click();
  await shoot(page, 'trace');
  await page.getByRole('button', { name: 'Trace', exact: true }).click();

  await go(page, 'Settings');
  const zoomed = page.getByText('150 %', { exact: true });
  for (let times = 0; times < 10 && (await zoomed.count()) === 0; times++) await page.getByRole('button', { name: 'Larger' }).click();
  await zoomed.waitFor();
  for (const room of ['Provision', ...rooms] as const) {
    await go(page, room);
    await shootLarge(page, fileName(room));
  }
});
