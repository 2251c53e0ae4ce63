import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'playwright/test';
import { pack } from '../../electron/files/archive/sevenZip.ts';
import { nodeRandomness } from '../../electron/serial/randomness.ts';
import { makeSampleBundle } from '../../electron/simulated/sample/sampleBundle.ts';
import { reelsTexts } from '../../renderer/reels/texts.ts';
import { dropFiles } from '../drop.ts';
import { flow } from '../fixture.ts';
import { go } from '../pages/window.ts';

const bundleOf = (chips: number) => makeSampleBundle({ chips, simulated: 0, outer: '7z', hideNames: false, random: nodeRandomness, now: new Date() });

flow('the list and the wafer map of a reel by keyboard alone', async ({ workstation, folders }) => {
  const { page } = workstation;
  // 300 chips in rows of 64. The list has three pages, sorted by X; its last chip is X 63, Y 3.
  const made = await bundleOf(300);
  const bundle = join(folders.base, made.name);
  writeFileSync(bundle, made.bytes);
  await go(page, 'Reels');
  await dropFiles(page, 'main', [bundle]);
  await page.getByText('300 chips:').waitFor({ timeout: 30_000 });

  const list = page.getByRole('grid', { name: 'Reels' });
  const chosen = list.getByRole('row', { selected: true });
  await list.focus();
  for (const [key, place] of [['End', '63, 3'], ['ArrowUp', '63, 2'], ['Home', '0, 0'], ['ArrowDown', '0, 1'], ['PageDown', '2, 1']] as const) {
    await page.keyboard.press(key);
    await chosen.getByText(place, { exact: true }).waitFor();
    expect(await list.getAttribute('aria-activedescendant'), key).toBe(await chosen.getAttribute('id'));
  }

  const map = page.getByRole('application', { name: reelsTexts.waferLabel(300) });
  await map.focus();
  await page.getByText('X 2, Y 1', { exact: true }).waitFor();
  for (const [key, place] of [['ArrowRight', 'X 3, Y 1'], ['ArrowDown', 'X 3, Y 2'], ['ArrowUp', 'X 3, Y 1'], ['ArrowUp', 'X 3, Y 0'], ['ArrowUp', 'X 3, Y 0'], ['ArrowLeft', 'X 2, Y 0']] as const) {
    await page.keyboard.press(key);
    await page.getByText(place, { exact: true }).waitFor();
  }
  await page.keyboard.press('Enter');
  await page.getByText('1 of 300').waitFor();
  await chosen.getByText('2, 0', { exact: true }).waitFor();
  // With the mouse, too: the first square is X 0, Y 0.
  await map.click({ position: { x: 1, y: 1 } });
  await chosen.getByText('0, 0', { exact: true }).waitFor();
  expect(workstation.complaints).toEqual([]);
});

flow('a bundle is cancelled while it opens: nothing of it stays, and it opens the next time', async ({ workstation, folders }) => {
  const { page } = workstation;
  const made = await bundleOf(3);
  // Opening this bundle takes time: it has zeros beside the certificates, and incompressible noise outside.
  const zeros = Array.from({ length: 5 }, (_, i) => ({ name: `zeros-${i}.bin`, bytes: new Uint8Array(30 * 1024 * 1024) }));
  const slow = { name: made.inner.find(({ name }) => name.includes('E0E0'))?.name ?? '', bytes: await pack(zeros, { type: '7z' }) };
  const noise = { name: 'noise.bin', bytes: nodeRandomness(24 * 1024 * 1024) };
  const path = (name: string, bytes: Uint8Array): string => (writeFileSync(join(folders.base, name), bytes), join(folders.base, name));
  const large = path('large.zip', await pack([...made.inner.filter(({ name }) => name !== slow.name), slow, noise], { type: 'zip' }));
  const cancel = page.getByRole('button', { name: 'Cancel', exact: true });
  await go(page, 'Keys');

  await dropFiles(page, 'main', [large]);
  await page.getByText(reelsTexts.handing('large.zip')).first().waitFor();
  await cancel.click();
  await page.getByText(reelsTexts.emptyTitle).waitFor();

  await dropFiles(page, 'main', [large]);
  await page.getByText(/Archive \d of 3/).first().waitFor({ timeout: 30_000 });
  await cancel.click();
  await page.getByText(reelsTexts.emptyTitle).waitFor();
  expect(await page.evaluate(() => window.bench.call('reels/list', {}))).toEqual({ ok: true, value: [] });

  await dropFiles(page, 'main', [path(made.name, made.bytes)]);
  await page.getByText('3 chips:').waitFor({ timeout: 30_000 });
  expect(workstation.complaints).toEqual([]);
});
