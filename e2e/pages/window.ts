import type { Page } from 'playwright/test';
import { appTexts } from '../../renderer/app/texts.ts';
import { recordsTexts } from '../../renderer/records/texts.ts';
import { traceTexts } from '../../renderer/trace/texts.ts';
import { any, like } from './texts.ts';

type Room = 'Provision' | 'Objects' | 'Chip' | 'Data sets' | 'Keys' | 'Reels' | 'Records' | 'Settings';

export const go = (page: Page, room: Room): Promise<void> => page.getByRole('button', { name: room, exact: true }).click();

/** Connects to a port by typing its path in the list of boards, on any screen. */
export async function connectTo(page: Page, path: string): Promise<void> {
  // The window is ready when the buttons of its rooms are there. Shortcuts do not work before.
  await page.getByRole('button', { name: 'Objects', exact: true }).waitFor();
  await page.keyboard.press('Alt+b');
  await page.getByLabel(appTexts.typedPath).fill(path);
  await page.getByRole('button', { name: 'Connect', exact: true }).click();
  await page.getByText('Connected', { exact: true }).first().waitFor();
}

/** Opens the trace, saves it, closes it. */
export async function saveTrace(page: Page): Promise<void> {
  const trace = page.getByRole('button', { name: 'Trace', exact: true });
  await trace.click();
  await page.getByRole('button', { name: traceTexts.save }).click();
  await page.getByText(like(traceTexts.saved(`trace${any}`, any))).waitFor();
  await trace.click();
}

/** Opens the newest record and saves its report. */
export async function saveRecord(page: Page): Promise<void> {
  await go(page, 'Records');
  await page.getByRole('row', { name: /done/ }).first().click();
  await page.getByText(/verifies it/).first().waitFor();
  for (const button of [recordsTexts.saveHtml, recordsTexts.saveJson]) {
    await page.getByRole('button', { name: button }).click();
    await page.getByText(like(recordsTexts.saved(`report-${any}`, any))).waitFor();
  }
}

export async function changeTheme(page: Page): Promise<void> {
  await go(page, 'Settings');
  await page.getByRole('radio', { name: 'Dark' }).check();
  await page.getByRole('button', { name: 'Larger' }).click();
}

/** Types a password like a user, and sends it. */
export async function givePassword(page: Page, file: string, password: string): Promise<void> {
  await page.getByLabel(`Password of ${file}`).focus();
  await page.keyboard.type(password);
  await page.keyboard.press('Enter');
}
