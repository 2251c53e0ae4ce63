import type { Locator, Page } from 'playwright/test';
import { slotTexts } from '../../renderer/slots/texts.ts';
import { connectTo, go } from './window.ts';

/** Makes a simulated board with this name, which stays plugged in. @returns its port */
export async function makeBoard(page: Page, name: string): Promise<string> {
  const path = `simulated@simulated-${name}.json`;
  await connectTo(page, path);
  return path;
}

export async function openSlots(page: Page): Promise<void> {
  await go(page, 'Settings');
  await page.getByRole('tab', { name: 'Slots' }).click();
}

/** Finds a slot on the bench by its name. */
export const tileOf = (page: Page, name: string): Locator => page.getByRole('button', { name: new RegExp(`^\\d+ ${name} `) });

/** Teaches the next free slot on the Slots page, by its port. */
export async function teachByPort(page: Page, number: number, path: string): Promise<void> {
  await page.getByRole('button', { name: slotTexts.add(number) }).click();
  await page.getByLabel(slotTexts.orPort).selectOption(path);
  await page.getByRole('button', { name: slotTexts.takeBoard }).click();
  await tileOf(page, `Slot ${number}`).waitFor();
}
