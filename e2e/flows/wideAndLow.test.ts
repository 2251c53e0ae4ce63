import { expect, type Locator, type Page } from 'playwright/test';
import { objectsTexts } from '../../renderer/objects/texts.ts';
import { reelsTexts } from '../../renderer/reels/texts.ts';
import { flow } from '../fixture.ts';
import { makeIdentity } from '../pages/files.ts';
import { Provision } from '../pages/provision.ts';
import { cutInBar } from '../pages/sizes.ts';
import { go } from '../pages/window.ts';

/** Left edges of elements, in CSS pixels, each once. */
const columnsOf = async (elements: Locator): Promise<number[]> => [...new Set(await elements.evaluateAll((all) => all.map((one) => Math.round(one.getBoundingClientRect().left))))];
const rightOf = (element: Locator): Promise<number> => element.evaluate((one) => Math.round(one.getBoundingClientRect().right));

const zoom = (page: Page, factor: number): Promise<void> => page.evaluate((by) => void (document.documentElement.style.fontSize = `${16 * by}px`), factor);

flow('a wide window is used to its edge: choices, settings and the chip are in more columns', async ({ workstation, folders }) => {
  const { page } = workstation;
  const program = new Provision(page);
  await program.useSimulatedBoard();
  await program.give(await makeIdentity(folders.base, 'device'));
  await page.getByRole('button', { name: /1\/7/ }).click();
  await program.step(1);
  const [anchors, locks] = [page.getByRole('radio', { name: /^0xE0E/ }), page.getByRole('radio', { name: /^(No, leave|Yes, lock)/ })];
  await expect(anchors).toHaveCount(6);
  expect(await columnsOf(anchors), 'the list and the question below it fill the same two columns').toHaveLength(2);
  expect(await columnsOf(locks)).toEqual(await columnsOf(anchors));
  await page.getByRole('button', { name: /2\/7/ }).click();
  await program.choose(/^Yes/);
  await page.getByRole('button', { name: /3\/7/ }).click();
  await program.step(3);
  const objects = page.getByRole('radio', { name: /Data object/ });
  await expect(objects).toHaveCount(12);
  expect(await columnsOf(objects)).toHaveLength(1);
  await page.setViewportSize({ width: 1920, height: 1080 });
  expect(await columnsOf(objects)).toHaveLength(2);
  expect(await rightOf(page.getByTestId('budget'))).toBe(await rightOf(page.locator('[data-main-action]')));

  await go(page, 'Chip');
  await page.getByRole('button', { name: objectsTexts.readAgain }).and(page.locator(':enabled')).waitFor();
  const cards = page.getByRole('main').getByRole('heading', { level: 2 });
  expect(await columnsOf(cards)).toHaveLength(3);
  await page.setViewportSize({ width: 1024, height: 700 });
  expect(await columnsOf(cards)).toHaveLength(2);
  await expect(page.getByRole('heading', { level: 2, name: 'Connection' })).toBeInViewport();

  await go(page, 'Settings');
  const fields = page.getByRole('main').getByRole('textbox');
  await expect(fields).toHaveCount(5);
  expect(await columnsOf(fields)).toHaveLength(1);
  await page.setViewportSize({ width: 1920, height: 1080 });
  expect(await columnsOf(fields)).toHaveLength(3);
  for (const field of await fields.all()) await expect(field).toBeInViewport({ ratio: 1 });
  expect(workstation.complaints).toEqual([]);
});

flow('a low window shows the chips of a reel, and a narrow bar cuts no word of the chip', async ({ workstation }) => {
  const { page } = workstation;
  await new Provision(page).useSimulatedBoard();
  await go(page, 'Reels');
  await page.getByRole('button', { name: reelsTexts.trySample }).click();
  await page.getByText(reelsTexts.gapsNone).waitFor();
  const row = (number: number): Locator => page.getByTestId('reel-rows').getByRole('row').nth(number);
  await row(0).waitFor();
  await expect(page.getByText(/1 of 2 checks passed/)).toBeVisible();
  await page.setViewportSize({ width: 1280, height: 800 });
  await zoom(page, 1.5);
  for (const shown of [0, 1, 2]) await expect(row(shown)).toBeInViewport({ ratio: 1 });
  await zoom(page, 1);

  await page.setViewportSize({ width: 1024, height: 700 });
  await row(0).waitFor();
  expect(await cutInBar(page)).toEqual([]);
  await expect(page.getByTestId('chip')).toContainText('Application creation');
  expect(workstation.complaints).toEqual([]);
});
