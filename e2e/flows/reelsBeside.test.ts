import { appendFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'playwright/test';
import { fault } from '../../core/result/fault.ts';
import { say } from '../../core/result/say.ts';
import { sayVerdict } from '../../electron/app/reels/index.ts';
import { letterQr } from '../../electron/simulated/sample/letterQr.ts';
import { reelsTexts } from '../../renderer/reels/texts.ts';
import { reachTexts } from '../../renderer/chip/authorization/texts.ts';
import { dropFiles } from '../drop.ts';
import { flow } from '../fixture.ts';
import { makeReel, Reels } from '../pages/reels.ts';
import { go } from '../pages/window.ts';

flow('a chip is recognised in every room within a second; own anchors are seen without a reel, too', async ({ workstation, folders }) => {
  const { page } = workstation;
  const reel = await makeReel(folders);
  const { made } = reel;
  const path = (name: string, content: string | Uint8Array): string => (writeFileSync(join(folders.base, name), content), join(folders.base, name));
  const anchors = path('anchors.pem', made.anchors);
  const reels = new Reels(page);
  await reels.open(reel.bundle);
  // A scanner types into the focused field: first a wrong key, then the correct one.
  await reels.type('fedcba9876543210');
  await page.getByRole('alert').filter({ hasText: say(fault('bundle/wrong-key', { file: '' })).what }).waitFor();
  await reels.type(made.transportKey);
  await reels.unlocked();
  expect(await reels.glance.count(), 'no chip, nothing said').toBe(0);

  await go(page, 'Keys');
  const connected = reels.connect(reel.port);
  await page.getByTestId('chip-id').waitFor();
  const known = performance.now();
  await reels.glance.getByText(reelsTexts.glanceOn(made.reelId)).waitFor();
  expect(performance.now() - known, 'ms until the reel is named').toBeLessThan(1000);
  await reels.glance.getByText(reelsTexts.glanceSimulated).waitFor();
  await connected;
  await reels.glance.click();
  await page.getByRole('heading', { level: 1, name: reelsTexts.reel(made.reelId) }).waitFor();
  await dropFiles(page, 'main', [anchors]);
  await reels.glance.getByText('genuine', { exact: true }).waitFor();

  await dropFiles(page, 'main', [path('letter.gif', letterQr(made.batch))]);
  const letter = page.getByRole('status').filter({ hasText: reelsTexts.qrSameBatch });
  await letter.waitFor();
  await letter.getByRole('button', { name: 'Dismiss' }).click();
  await letter.waitFor({ state: 'detached' });

  await page.getByRole('button', { name: reelsTexts.close }).click();
  await page.getByText(reelsTexts.emptyTitle).waitFor();
  expect(await reels.glance.count(), 'no reel, nothing said').toBe(0);
  await page.getByText(reelsTexts.anchorWarning).waitFor();
  await page.getByRole('button', { name: reelsTexts.forgetAnchors }).click();
  await page.getByText(reelsTexts.anchorWarning).waitFor({ state: 'detached' });
  await page.getByRole('status', { name: reelsTexts.plugged }).getByText(sayVerdict('not-judged', 1)).waitFor();
  await go(page, 'Chip');
  await reels.panel.getByText(reachTexts.noReference).waitFor();
  expect(workstation.complaints).toEqual([]);
});

flow('a file that grows between choosing and reading is said to have changed; a text too long is answered in place', async ({ workstation, folders }) => {
  const { page } = workstation;
  const reel = await makeReel(folders);
  const file = join(folders.base, 'download.7z');
  writeFileSync(file, new Uint8Array(1000));
  await page.evaluate(() => document.body.append(Object.assign(document.createElement('input'), { type: 'file', id: 'chosen' })));
  await page.locator('#chosen').setInputFiles(file);
  // Requested here because the browser stores a file's size and time at the first request.
  expect(await page.locator('#chosen').evaluate((input: HTMLInputElement) => input.files?.[0]?.size)).toBe(1000);
  appendFileSync(file, new Uint8Array(1000));
  const answer = await page.evaluate(() => window.bench.takeFile(document.querySelector<HTMLInputElement>('#chosen')?.files?.[0]));
  expect(answer).toMatchObject({ ok: false, fault: { code: 'file/changed', object: 'download.7z' } });

  const reels = new Reels(page);
  await reels.open(reel.bundle);
  await page.getByLabel(reelsTexts.transportKey).fill('7'.repeat(1500));
  await page.keyboard.press('Enter');
  await page.getByRole('alert').filter({ hasText: say(fault('bundle/not-a-key', { length: 0, most: 0 })).what }).waitFor();
  const search = page.getByLabel(reelsTexts.search);
  await search.focus();
  await page.keyboard.insertText(reel.made.batch.repeat(2));
  await page.getByText(reelsTexts.noneFound).waitFor();
  await search.fill('');
  await page.getByText('6 chips', { exact: true }).waitFor();
  expect(workstation.complaints).toEqual([]);
});
