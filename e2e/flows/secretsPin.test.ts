import { expect } from 'playwright/test';
import { operatorTexts } from '../../renderer/operator/texts.ts';
import { settingsTexts } from '../../renderer/settings/texts.ts';
import { flow } from '../fixture.ts';
import { benchOf, Operator } from '../pages/operator.ts';
import { go } from '../pages/window.ts';
import { openWatched } from '../harness/secrets/watched.ts';

const pins = { "the engineer's PIN": 'Qx7-Wm2k-91', 'a wrong PIN': 'Zt5-Ky8p-34' };

flow("the engineer's PIN is only in the messages that carry it", { tag: '@chromium' }, async ({ folders }) => {
  const watched = await openWatched(folders);
  const { page, program } = watched.workstation;
  for (const [name, pin] of Object.entries(pins)) watched.scan.addText(name, pin);
  const bench = await benchOf({ program, folders }, 1);
  await go(page, 'Settings');
  for (const label of [settingsTexts.pinNew, settingsTexts.pinAgain]) {
    await page.getByLabel(label, { exact: true }).focus();
    await page.keyboard.insertText(pins["the engineer's PIN"]);
  }
  await page.getByRole('button', { name: settingsTexts.pinSet }).click();
  await page.getByText(settingsTexts.pinDone).waitFor();
  const operator = new Operator(page);
  await operator.run(bench.job);
  for (const pin of [pins['a wrong PIN'], pins["the engineer's PIN"]]) {
    const pad = page.getByRole('region', { name: operatorTexts.pinTitle });
    if (!(await pad.isVisible())) await page.getByRole('banner').getByRole('button', { name: 'Leave' }).click();
    await pad.waitFor();
    // Slowly, like a person. Faster keys count as a scan.
    await page.keyboard.type(pin, { delay: 150 });
    await pad.getByRole('button', { name: 'Leave' }).click();
    if (pin === pins['a wrong PIN']) await pad.getByRole('alert').filter({ hasText: 'The PIN is wrong.' }).waitFor();
  }
  await page.getByRole('navigation').first().waitFor();
  watched.allow(/ in request of line\/(set-pin|leave)$/);
  expect(watched.sent("the engineer's PIN", 'request of line/leave'), 'it was sent').toBe(1);
  expect(await watched.look(), 'left').toEqual([]);
  expect(await watched.close()).toEqual([]);
});
