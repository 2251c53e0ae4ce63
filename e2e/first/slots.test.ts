import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'playwright/test';
import { fault } from '../../core/result/fault.ts';
import { say } from '../../core/result/say.ts';
import { appTexts } from '../../renderer/app/texts.ts';
import { slotTexts } from '../../renderer/slots/texts.ts';
import { flow } from '../fixture.ts';
import { Accessibility } from '../pages/accessibility.ts';
import { Sizes } from '../pages/sizes.ts';
import { makeBoard, openSlots, teachByPort, tileOf } from '../pages/slots.ts';

flow('slots: teach two boards, rename, move, choose one, forget', async ({ workstation, folders }) => {
  const { page, complaints } = workstation;
  const left = await makeBoard(page, 'left');
  await makeBoard(page, 'right');
  await openSlots(page);
  const tile = (name: string) => tileOf(page, name);
  await teachByPort(page, 1, left);
  await expect(tile('Slot 1')).toBeFocused();
  await expect(tile('Slot 1')).toHaveAccessibleName('1 Slot 1 Plugged in SIMULATED row 1, column 1');

  // By unplugging and plugging in: the window is connected to the right board.
  await page.getByRole('button', { name: slotTexts.add(2) }).click();
  await page.getByRole('button', { name: slotTexts.plugNow }).click();
  await page.getByText(slotTexts.waits(2)).waitFor();
  await page.getByRole('button', { name: 'Simulate…' }).click();
  await page.getByRole('menuitem', { name: appTexts.unplug }).click();
  await page.getByText(slotTexts.unplugged).waitFor();
  await page.getByRole('button', { name: 'Simulate…' }).click();
  await page.getByRole('menuitem', { name: appTexts.plug }).click();
  await expect(tile('Slot 2')).toHaveAccessibleName(/^2 Slot 2 Plugged in .*row 1, column 2$/);
  await expect(page.getByText(slotTexts.waits(2))).toBeHidden();
  expect(await page.evaluate(() => document.activeElement?.tagName), 'the focus is in the window').toBe('BUTTON');

  // A board of another slot is not offered, and a name that another slot has is refused.
  await tile('Slot 2').click();
  await page.getByText(slotTexts.teachAgain).click();
  await expect(page.getByLabel(slotTexts.orPort).locator('option', { hasText: 'left' })).toHaveCount(0);
  await page.getByLabel('Name', { exact: true }).fill('slot 1');
  await page.keyboard.press('Enter');
  await page.getByText('A number alone means the slot with this number.').waitFor();
  await page.getByLabel('Name', { exact: true }).fill('By the window');
  await page.keyboard.press('Enter');
  await expect(tile('By the window')).toBeVisible();

  // Moved with the keyboard, by its fields, and by dragging onto another slot: they change places.
  await tile('By the window').focus();
  await page.keyboard.press('Shift+ArrowDown');
  await expect(tile('By the window')).toHaveAccessibleName(/row 2, column 2$/);
  await page.getByLabel('Column', { exact: true }).selectOption('4');
  await expect(tile('By the window')).toHaveAccessibleName(/row 2, column 4$/);
  await tile('By the window').dragTo(tile('Slot 1'));
  await expect(tile('By the window')).toHaveAccessibleName(/row 1, column 1$/);
  await expect(tile('Slot 1')).toHaveAccessibleName(/row 2, column 4$/);
  await page.keyboard.press('ArrowDown');
  await expect(tile('Slot 1')).toBeFocused();

  // The window works on the chosen slot, and says so.
  await page.getByRole('button', { name: slotTexts.use }).click();
  await page.getByText(slotTexts.inUse).waitFor();
  await expect(page.getByTestId('board')).toContainText('Slot 1 · Simulated board: left');
  await page.getByTestId('board').click();
  await expect(page.getByRole('button', { name: 'Connect to By the window · Simulated board: right' })).toBeVisible();
  await page.keyboard.press('Escape');

  await tile('By the window').click();
  await page.getByRole('button', { name: slotTexts.forget }).click();
  await expect(tile('By the window')).toHaveCount(0);
  await expect(page.getByRole('heading', { level: 1, name: 'Settings' })).toBeFocused();
  const kept = JSON.parse(readFileSync(join(folders.state, 'slots.json'), 'utf8')) as { readonly slots: readonly unknown[] };
  expect(kept.slots).toEqual([{ number: 1, place: { row: 1, column: 3 }, binding: { kind: 'path', path: left } }]);
  expect(complaints).toEqual([]);
});

flow('slots: every state is accessible, and fits at every size', async ({ open, folders }) => {
  mkdirSync(folders.state, { recursive: true });
  // A board that is not plugged in, and two slots of one board.
  const usb = { kind: 'usb', serialNumber: '13070E98012D2400', interface: 2 };
  const slots = [
    { number: 3, name: 'By the window in the fixture with a lid', place: { row: 0, column: 3 }, binding: usb },
    { number: 4, place: { row: 1, column: 0 }, binding: { kind: 'path', path: 'simulated' } },
    { number: 5, place: { row: 1, column: 1 }, binding: { kind: 'path', path: 'simulated' } },
  ];
  const { page, complaints } = await open();
  const [seen, sizes] = [new Accessibility(page), new Sizes(page)];
  const look = async (state: string): Promise<void> => {
    await seen.look(state);
    await sizes.look(state);
  };
  await makeBoard(page, 'left');
  const right = await makeBoard(page, 'right');
  await openSlots(page);
  await page.getByText(slotTexts.emptyTitle).waitFor();
  await look('no slots');
  writeFileSync(join(folders.state, 'slots.json'), JSON.stringify({ slots }));
  await teachByPort(page, 1, right);
  await tileOf(page, 'By the window in the fixture with a lid').waitFor();
  await look('a slot that is used');
  await tileOf(page, 'Slot 4').click();
  await page.getByText(say(fault('slot/other-board', { slot: '', port: '', other: '' })).what).waitFor();
  await look('a slot whose board is unclear');
  await tileOf(page, 'By the window in the fixture with a lid').click();
  await page.getByText(slotTexts.teachAgain).click();
  await page.getByRole('button', { name: slotTexts.plugNow }).click();
  await page.getByText(slotTexts.waits(3)).waitFor();
  await look('a teach-in');
  await page.getByRole('button', { name: slotTexts.add(2) }).click();
  await look('a slot that is not taught yet');
  expect([...seen.findings, ...sizes.findings]).toEqual([]);
  expect(complaints).toEqual([]);
});
