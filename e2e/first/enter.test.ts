import { expect, type Page } from 'playwright/test';
import { appTexts } from '../../renderer/app/texts.ts';
import { runTexts } from '../../renderer/plan/run/texts.ts';
import { wizardTexts } from '../../renderer/wizard/texts.ts';
import { flow } from '../fixture.ts';
import { makeIdentity } from '../pages/files.ts';
import { Provision } from '../pages/provision.ts';
import { go } from '../pages/window.ts';

/** Presses Enter. @returns the main action that Enter pressed; the action is not executed */
const pressedByEnter = async (page: Page): Promise<string> => {
  await page.evaluate(() => {
    document.body.dataset['pressed'] = '';
    const stop = (event: Event): void => {
      const main = event.target instanceof Element ? event.target.closest('[data-main-action]') : null;
      if (main === null) return;
      event.stopImmediatePropagation();
      document.body.dataset['pressed'] = main.textContent;
    };
    window.addEventListener('click', stop, { capture: true });
    window.addEventListener('keyup', () => window.removeEventListener('click', stop, { capture: true }), { once: true });
  });
  await page.keyboard.press('Enter');
  return page.evaluate(() => document.body.dataset['pressed'] ?? '');
};

const main = (page: Page) => page.locator('[data-main-action]');

/** Enter does the main action of the screen, and opens nothing else. */
async function enterIsMain(page: Page, state: string): Promise<void> {
  const ready = await main(page).isEnabled();
  expect(await pressedByEnter(page), state).toBe(ready ? await main(page).textContent() : '');
  await expect(page.getByRole('menu'), state).toHaveCount(0);
  await expect(page.getByRole('dialog'), state).toHaveCount(0);
}

/** Uses the menu of the simulated board with the keyboard, starting from its button. */
async function afterMenus(page: Page, state: string): Promise<void> {
  await page.getByTestId('simulate').focus();
  await page.keyboard.press('Enter');
  await page.getByRole('menuitem', { name: appTexts.reset }).focus();
  await page.keyboard.press('Enter');
  await expect(page.getByRole('menu')).toHaveCount(0);
  await main(page).waitFor();
  await enterIsMain(page, `${state}, after the menu`);
}

async function choose(page: Page, button: string | RegExp, files: string | string[]): Promise<void> {
  const chooser = page.waitForEvent('filechooser');
  await page.getByRole('button', { name: button }).first().click();
  await (await chooser).setFiles(files);
}

flow('Enter is the main action on every screen that has one, also after a menu or a file chooser was used', async ({ workstation, folders }) => {
  const { page } = workstation;
  const [device, integrity] = [await makeIdentity(folders.base, 'device'), await makeIdentity(folders.base, 'integrity')];
  const program = new Provision(page);
  await page.keyboard.press('Alt+b');
  await page.getByRole('button', { name: /Simulated board/ }).last().focus();
  await page.keyboard.press('Enter');
  await page.getByText('Connected', { exact: true }).waitFor();
  await enterIsMain(page, 'step 0, after a port was chosen');
  await choose(page, wizardTexts.chooseFiles, [device.keyPath, device.certificatePath]);
  await page.getByText(wizardTexts.belong).waitFor();
  await expect(main(page)).toBeEnabled();
  await enterIsMain(page, 'step 0, after files were chosen');
  await afterMenus(page, 'step 0');
  await program.next();
  await program.step(1);
  await choose(page, wizardTexts.chooseFiles, [integrity.keyPath, integrity.certificatePath]);
  await page.getByText(wizardTexts.belong).waitFor();
  await enterIsMain(page, 'step 1, after files were chosen');
  for (const step of [1, 2, 3, 4, 5, 6, 7]) {
    await page.getByRole('button', { name: new RegExp(`${step}/7`) }).click();
    await program.step(step);
    await afterMenus(page, `step ${step}`);
  }
  await program.review();
  await enterIsMain(page, 'review');
  await program.write();
  await program.verdict(runTexts.finishedProved);
  await afterMenus(page, 'report');
  await page.getByRole('button', { name: runTexts.nextChip }).click();
  await program.step(0);
  await afterMenus(page, 'next chip');

  await go(page, 'Data sets');
  for (const tab of ['Build', 'Series']) {
    await page.getByRole('tab', { name: tab }).click();
    await afterMenus(page, tab);
  }
  await page.getByRole('tab', { name: 'Build' }).click();
  await choose(page, /^Choose/, integrity.keyPath);
  await enterIsMain(page, 'Build, after a file was chosen');

  await go(page, 'Objects');
  await page.getByTestId('object-0xE0E2').click();
  await page.getByRole('tab', { name: 'Content', exact: true }).click();
  await main(page).waitFor();
  await choose(page, /^Choose a file/, device.certificatePath);
  await expect(main(page)).toBeEnabled();
  await enterIsMain(page, 'an object, after a file was chosen');
  await afterMenus(page, 'an object');
  expect(workstation.complaints).toEqual([]);
});

flow('a menu that was only closed gives the focus back to its button', async ({ workstation }) => {
  const { page } = workstation;
  await new Provision(page).useSimulatedBoard();
  await page.getByTestId('simulate').focus();
  await page.keyboard.press('Enter');
  await page.getByRole('menu').waitFor();
  await page.keyboard.press('Escape');
  await expect(page.getByTestId('simulate')).toBeFocused();
});
