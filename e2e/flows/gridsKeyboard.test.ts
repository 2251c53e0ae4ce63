import { expect } from 'playwright/test';
import { keysTexts } from '../../renderer/keys/texts.ts';
import { objectsTexts } from '../../renderer/objects/texts.ts';
import { flow } from '../fixture.ts';
import { connectTo, go } from '../pages/window.ts';

process.env['TRUST_BENCH_SIM_TIMING'] = 'none';

flow('keys, records and objects are gone through with the same keys', async ({ workstation }) => {
  const { page } = workstation;
  const chosen = () => page.getByRole('row', { selected: true });
  /** Returns the text of the row that the focused list names as its cursor. */
  const cursor = () => page.evaluate(() => document.getElementById(document.activeElement?.getAttribute('aria-activedescendant') ?? '')?.textContent ?? '');
  await go(page, 'Keys');
  for (const name of ['one', 'two', 'three']) {
    await page.getByLabel('Name', { exact: true }).fill(name);
    await page.getByRole('button', { name: keysTexts.make }).click();
    await page.getByRole('heading', { name, exact: true }).waitFor();
  }
  const keys = page.getByRole('grid', { name: keysTexts.list });
  await keys.focus();
  // The key that was made last is selected, so the cursor is on it.
  await expect.poll(cursor).toContain('three');
  expect(await keys.getAttribute('aria-rowcount')).toBe('4');
  for (const [key, name] of [['Home', 'one'], ['ArrowDown', 'two'], ['End', 'three'], ['ArrowUp', 'two'], ['PageUp', 'one'], ['PageDown', 'three']] as const) {
    await page.keyboard.press(key);
    await page.getByRole('heading', { name, exact: true }).waitFor();
    await expect.poll(cursor, key).toContain(name);
    expect(await chosen().textContent(), key).toContain(name);
  }

  await connectTo(page, 'simulated');
  for (const hex of ['c0', 'c1']) {
    const plan = await page.evaluate((content) => window.bench.call('plan/from-edit', { kind: 'write', id: '0xF1D7', hex: content }), hex);
    if (!plan.ok) throw new Error(plan.fault.what);
    await page.evaluate((planId) => window.bench.call('plan/run', { planId, confirmations: {} }), plan.value.planId);
    await expect.poll(() => page.evaluate(() => window.bench.call('run/state', {}).then((run) => run.ok && run.value?.state)), { timeout: 20_000 }).toBe('finished');
  }
  await go(page, 'Records');
  const records = page.getByRole('grid', { name: 'Runs' });
  await records.focus();
  // Moving the focus does not open a row.
  expect(await chosen().count()).toBe(0);
  await page.keyboard.press('Enter');
  await expect.poll(() => chosen().getAttribute('aria-rowindex'), { timeout: 10_000 }).toBe('2');
  await page.keyboard.press('End');
  await expect.poll(() => chosen().getAttribute('aria-rowindex'), { timeout: 10_000 }).toBe('3');

  await go(page, 'Objects');
  const objects = page.getByRole('grid', { name: 'Objects' });
  await page.getByRole('button', { name: objectsTexts.readAgain }).and(page.locator(':enabled')).waitFor();
  await objects.focus();
  await page.keyboard.press('End');
  await expect.poll(cursor).toContain('0xE0C5');
  // The whole list is shown: only Enter opens an object.
  expect(await chosen().count()).toBe(0);
  await page.keyboard.press('Home');
  await expect.poll(cursor).toContain('0xE0E0');
  await page.keyboard.press('Enter');
  await page.getByRole('heading', { level: 2, name: /^0xE0E0/ }).waitFor();
  await page.keyboard.press('End');
  await page.getByRole('heading', { level: 2, name: /^0xE0C5/ }).waitFor();
  expect(workstation.complaints).toEqual([]);
});
