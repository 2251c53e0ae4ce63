import { expect, type Page } from 'playwright/test';
import { appTexts } from '../../renderer/app/texts.ts';
import { runTexts } from '../../renderer/plan/run/texts.ts';
import { wizardTexts } from '../../renderer/wizard/texts.ts';
import { flow } from '../fixture.ts';
import { makeIdentity } from '../pages/files.ts';
import { Keyboard } from '../pages/keyboard.ts';
import { Provision } from '../pages/provision.ts';
import { go } from '../pages/window.ts';

/** Expects the focus on the heading of the screen. */
const onHeading = async (page: Page, name: string | RegExp): Promise<void> => {
  const heading = page.getByRole('heading', { level: 1, name });
  await heading.waitFor();
  await expect(heading).toBeFocused();
};

flow('the skip link leads past top bar, rooms and steps to the screen', async ({ workstation }) => {
  const { page } = workstation;
  await page.getByRole('heading', { level: 1, name: /^0\/7/ }).waitFor();
  expect(await page.evaluate(() => document.activeElement?.tagName), 'the start leaves the focus at the top').toBe('BODY');
  const skip = page.getByRole('link', { name: appTexts.skip });
  expect(await skip.evaluate((link) => getComputedStyle(link).clipPath)).toBe('inset(50%)');
  await page.keyboard.press('Tab');
  await expect(skip).toBeFocused();
  expect(await skip.evaluate((link) => getComputedStyle(link).clipPath), 'it is seen while it has the focus').toBe('none');
  await page.keyboard.press('Enter');
  await onHeading(page, /^0\/7/);
  await page.keyboard.press('Tab');
  expect(await page.evaluate(() => document.activeElement?.closest('main') !== null), 'Tab goes on in the screen').toBe(true);
  expect(workstation.complaints).toEqual([]);
});

flow('the focus goes to the heading of each new screen and comes back from each dialog', async ({ workstation, folders }) => {
  const { page } = workstation;
  const [device, integrity] = [await makeIdentity(folders.base, 'device'), await makeIdentity(folders.base, 'integrity')];
  for (const room of ['Objects', 'Chip', 'Data sets', 'Keys', 'Reels', 'Records', 'Settings'] as const) {
    await go(page, room);
    await onHeading(page, /./);
  }
  await go(page, 'Provision');
  await onHeading(page, /^0\/7/);
  const program = new Provision(page);
  await program.useSimulatedBoard();
  await program.give(device);
  await program.next();
  await onHeading(page, /^1\/7/);
  await program.give(integrity);

  const keys = new Keyboard(page);
  for (const [opener, open] of [[wizardTexts.startOver, /^Start over/], [appTexts.shortcutsButton, /^Keyboard shortcuts/]] as const) {
    await keys.press(open);
    await page.getByRole('dialog').waitFor();
    await page.keyboard.press('Escape');
    await page.getByRole('dialog').waitFor({ state: 'detached' });
    await expect(page.getByRole('button', { name: opener, exact: true }), opener).toBeFocused();
  }
  // The element that opened this screen no longer exists.
  await page.keyboard.press('Alt+b');
  await page.getByRole('button', { name: appTexts.checkLink }).click();
  await page.getByRole('dialog').getByRole('listitem').first().waitFor();
  await page.keyboard.press('Escape');
  await onHeading(page, /^1\/7/);

  await page.getByRole('button', { name: /7\/7/ }).click();
  await onHeading(page, /^7\/7/);
  await program.review();
  await onHeading(page, /./);
  await program.write();
  await program.verdict(runTexts.finishedProved);
  await onHeading(page, runTexts.finishedProved);
  expect(workstation.complaints).toEqual([]);
});

flow('nothing moves when the system asks for less motion', async ({ workstation }) => {
  const { page } = workstation;
  /** Counts the elements that have a transition longer than 0 s. */
  const moving = () => page.evaluate(() => [...document.querySelectorAll('*')].filter((element) => getComputedStyle(element).transitionDuration.split(', ').some((time) => Number.parseFloat(time) > 0)).length);
  await page.getByRole('heading', { level: 1, name: /^0\/7/ }).waitFor();
  expect(await moving()).toBeGreaterThan(0);
  await page.emulateMedia({ reducedMotion: 'reduce' });
  expect(await moving()).toBe(0);
  expect(await page.evaluate(() => document.getAnimations().length)).toBe(0);
});
