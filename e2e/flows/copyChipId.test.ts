import { expect } from 'playwright/test';
import { flow } from '../fixture.ts';
import { connectTo, go } from '../pages/window.ts';

process.env['TRUST_BENCH_SIM_TIMING'] = 'none';

flow('a selected chip id is copied without blanks, any other text as it is shown', async ({ workstation }) => {
  const { page } = workstation;
  await connectTo(page, 'simulated');
  const id = page.getByTestId('chip-id');
  const shown = (await id.textContent()) ?? '';
  expect(shown).toMatch(/^[0-9A-F]{12} [0-9A-F]{4} [0-9A-F]{4}$/);
  await go(page, 'Keys');
  const field = page.getByLabel('Name', { exact: true });
  const copied = async (from: number): Promise<string> => {
    await id.evaluate((node, start) => document.getSelection()?.setBaseAndExtent(node.firstChild as Node, start, node.firstChild as Node, node.textContent.length), from);
    await page.keyboard.press('Control+C');
    await field.fill('');
    await page.keyboard.press('Control+V');
    return field.inputValue();
  };
  expect(await copied(0)).toBe(shown.replaceAll(' ', ''));
  expect(await copied(13)).toBe(shown.slice(13));
  expect(workstation.complaints).toEqual([]);
});
