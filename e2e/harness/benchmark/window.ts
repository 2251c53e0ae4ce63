import { inWindow, watchTasks } from './inWindow.ts';

/** Time from the start of the Chromium host until the first button is usable, ms: the median of three. */
export async function measureWindow(): Promise<number> {
  const times: number[] = [];
  for (let round = 0; round < 3; round++) {
    times.push(
      await inWindow(async ({ page, started }) => {
        await page.getByRole('button', { name: 'Use the simulated board' }).waitFor();
        return performance.now() - started;
      }),
    );
  }
  return times.sort((a, b) => a - b)[1] as number;
}

/** The longest task of the page in ms, while the object browser fills from a board with datasheet timing. */
export function measureFill(): Promise<{ readonly longestMs: number; readonly firstRowMs: number }> {
  return inWindow(
    async ({ page }) => {
      await page.getByRole('button', { name: 'Use the simulated board' }).click();
      await page.getByText('Connected', { exact: true }).waitFor();
      // The wizard has finished reading the new board. From here on only the browser works.
      await page.waitForTimeout(2500);
      const longest = await watchTasks(page);
      const asked = performance.now();
      await page.getByRole('button', { name: 'Objects', exact: true }).click();
      await page.getByRole('row', { name: /0xE0/ }).first().waitFor();
      const firstRowMs = performance.now() - asked;
      await page.getByRole('row', { name: /0xF1E1/ }).waitFor();
      await page.waitForTimeout(1500);
      return { longestMs: await longest(), firstRowMs };
    },
    { environment: { TRUST_BENCH_SIM_TIMING: 'datasheet' } },
  );
}
