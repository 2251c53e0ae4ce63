import { expect, type Page } from 'playwright/test';
import { flow } from '../fixture.ts';
import { Provision } from '../pages/provision.ts';

/** Height of the trace in CSS pixels. */
const traceHeight = (page: Page): Promise<number> => page.getByRole('region', { name: 'Trace' }).evaluate((trace) => Math.round(trace.getBoundingClientRect().height));

flow('the trace is resized by keyboard and by pointer, keeps its height, and leaves the room usable', async ({ openInOwnBrowser }) => {
  const workstation = await openInOwnBrowser();
  const { page } = workstation;
  await page.setViewportSize({ width: 1280, height: 800 });
  await new Provision(page).useSimulatedBoard();
  await page.keyboard.press('Alt+t');
  const edge = page.getByRole('separator', { name: 'Height: Trace' });
  await expect(edge).toHaveAttribute('aria-orientation', 'horizontal');
  await edge.press('Home');
  await expect(edge).toHaveAttribute('aria-valuenow', '8');
  expect(await traceHeight(page)).toBe(128);
  await edge.press('ArrowUp');
  await expect(edge).toHaveAttribute('aria-valuenow', '10');
  expect(await traceHeight(page)).toBe(160);
  await edge.press('Shift+ArrowUp');
  await expect(edge).toHaveAttribute('aria-valuenow', '18');
  await edge.press('ArrowDown');
  await expect(edge).toHaveAttribute('aria-valuenow', '16');
  await expect(edge).toBeFocused();
  expect(await traceHeight(page)).toBe(256);
  await expect(page.locator('[data-main-action]')).toBeInViewport({ ratio: 1 });

  await edge.press('End');
  await expect(page.locator('[data-main-action]'), 'also when the trace is as high as it can be').toBeInViewport({ ratio: 1 });
  await edge.press('Home');
  await edge.press('Shift+ArrowUp');
  await expect(edge).toHaveAttribute('aria-valuenow', '16');

  const box = await edge.boundingBox();
  if (box === null) throw new Error('the edge is not shown');
  const [x, y] = [box.x + box.width / 2, box.y + box.height / 2];
  await page.mouse.move(x, y);
  await page.mouse.down();
  await page.mouse.move(x, y - 64, { steps: 4 });
  await page.mouse.up();
  await expect(edge).toHaveAttribute('aria-valuenow', '20');
  await page.keyboard.press('Alt+t');
  await page.keyboard.press('Alt+t');
  expect(Math.abs((await traceHeight(page)) - 320)).toBeLessThanOrEqual(8);
  await workstation.close();

  const again = await openInOwnBrowser();
  await again.page.keyboard.press('Alt+t');
  await expect(again.page.getByRole('separator', { name: 'Height: Trace' })).toHaveAttribute('aria-valuenow', '20');
  expect(again.complaints).toEqual([]);
});
