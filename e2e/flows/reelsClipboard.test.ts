import { expect } from 'playwright/test';
import { reelsTexts } from '../../renderer/reels/texts.ts';
import { flow } from '../fixture.ts';
import { makeReel, Reels } from '../pages/reels.ts';

flow('a copied secret leaves the clipboard after 30 seconds, long after the last click', async ({ workstation, folders }) => {
  const { page } = workstation;
  const { made, bundle } = await makeReel(folders);
  const reels = new Reels(page);
  await reels.open(bundle);
  await reels.type(made.transportKey);
  await reels.unlocked();
  await page.getByTestId('reel-rows').getByRole('row').first().click();
  // Reading the clipboard is denied, so the test pastes like a user, into a place without a listener.
  await page.evaluate(() => document.querySelector('main')?.append(Object.assign(document.createElement('textarea'), { id: 'paste' })));
  const paste = page.locator('#paste');
  const pasted = async (): Promise<string> => {
    await paste.fill('');
    await page.keyboard.press('Control+V');
    // Keys are processed in order: when the full stop has arrived, the pasted text has too.
    await page.keyboard.type('.');
    await expect.poll(() => paste.inputValue()).toMatch(/\.$/);
    return (await paste.inputValue()).slice(0, -1);
  };
  await page.evaluate(() => void Reflect.set(globalThis, 'realTimer', setTimeout.bind(globalThis)));
  await page.clock.install();
  await page.getByRole('button', { name: reelsTexts.copy }).first().click();
  await page.getByRole('button', { name: reelsTexts.copied }).waitFor();
  expect(made.chips.map(({ pbs }) => pbs)).toContain(await pasted());
  // A browser allows the window to write to the clipboard only for some seconds after a key press or click. The test
  // waits longer, in a single call, because each call counts as a click.
  await page.evaluate(async () => {
    const later = Reflect.get(globalThis, 'realTimer') as (then: () => void, ms: number) => void;
    while (navigator.userActivation.isActive) await new Promise<void>((resolve) => later(resolve, 100));
  });
  await page.clock.runFor(31_000);
  await page.getByRole('button', { name: reelsTexts.copied }).waitFor({ state: 'detached' });
  expect(await pasted()).toBe('');
  expect(workstation.complaints).toEqual([]);
});
