import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { expect, type Page } from 'playwright/test';
import { fileOperations } from '../../core/contract/messages.ts';
import { fault } from '../../core/result/fault.ts';
import { must } from '../../core/result/result.ts';
import { operatorOperations } from '../../core/contract/line.ts';
import { operations } from '../../core/contract/operations.ts';
import { say } from '../../core/result/say.ts';
import { openJournal } from '../../electron/journal/openJournal.ts';
import { nodeRandomness } from '../../electron/serial/randomness.ts';
import { operatorTexts } from '../../renderer/operator/texts.ts';
import { settingsTexts } from '../../renderer/settings/texts.ts';
import { flow, openWorkstation, type ChromiumWorkstation, type Folders } from '../fixture.ts';
import { benchOf, Operator } from '../pages/operator.ts';
import { go } from '../pages/window.ts';

/** Returns every file of the station with the hash of its content. */
function files({ state, save }: Folders): Record<string, string> {
  const all = [state, save].filter((folder) => existsSync(folder)).flatMap((folder) => readdirSync(folder, { recursive: true, encoding: 'utf8' }).map((name) => join(folder, name)));
  return Object.fromEntries(all.filter((path) => statSync(path).isFile()).map((path) => [path, createHash('sha256').update(readFileSync(path)).digest('hex')]));
}

async function setPin(page: Page, pin: string): Promise<void> {
  await go(page, 'Settings');
  await page.getByLabel(settingsTexts.pinNew, { exact: true }).fill(pin);
  await page.getByLabel(settingsTexts.pinAgain).fill('another');
  await page.getByRole('button', { name: settingsTexts.pinSet }).click();
  await page.getByText(settingsTexts.pinDiffers).waitFor();
  await page.getByLabel(settingsTexts.pinNew, { exact: true }).fill(pin);
  await page.getByLabel(settingsTexts.pinAgain).fill(pin);
  await page.getByRole('button', { name: settingsTexts.pinSet }).click();
  await page.getByText(settingsTexts.pinDone).waitFor();
  await expect(page.getByLabel(settingsTexts.pinOld)).toHaveValue('');
}

/** Returns the codes that the page gets when it calls operations directly. */
const codes = (page: Page, names: readonly string[]): Promise<string[]> =>
  page.evaluate(async (all) => {
    const call = window.bench.call as (name: string, request: unknown) => Promise<{ ok: boolean; fault?: { code: string } }>;
    const got: string[] = [];
    for (const name of all) for (const request of [{}, { path: 'simulated' }, { theme: 'dark' }]) got.push((await call(name, request).then(({ ok, fault }) => (ok ? 'answered' : (fault?.code ?? '')), () => 'thrown')));
    return [...new Set(got)];
  }, names);

const engineers = Object.keys(operations).filter((name) => !operatorOperations.some((own) => own === name) && !fileOperations.some((own) => own === name));

/** The pad for the PIN, and the content of its field. */
const pad = (page: Page) => page.getByRole('region', { name: operatorTexts.pinTitle });

async function leaves({ page }: ChromiumWorkstation, operator: Operator): Promise<void> {
  await operator.leaveWith('1111');
  await expect(pad(page).getByRole('alert')).toContainText('The PIN is wrong.');
  await expect(pad(page).getByLabel(operatorTexts.pin)).toHaveValue('');
  // A scan while the pad is open puts nothing into the field, sends nothing and begins no unit.
  await page.keyboard.type('47', { delay: 150 });
  await expect(pad(page).getByLabel(operatorTexts.pin)).toHaveValue('47');
  await operator.scanner.scan('SN-0001');
  await pad(page).getByText(operatorTexts.scanIgnored).waitFor();
  await expect(pad(page).getByLabel(operatorTexts.pin)).toHaveValue('47');
  await operator.shows(1, 'needs-scan');
  await page.keyboard.press('Escape');
  await pad(page).waitFor({ state: 'detached' });
  // A person with gloves presses the digits of the pad.
  await page.getByRole('banner').getByRole('button', { name: 'Leave' }).click();
  for (const digit of ['4', '7', '2', operatorTexts.eraseLast, '1', '1']) await pad(page).getByRole('button', { name: digit, exact: true }).click();
  await expect(pad(page).getByLabel(operatorTexts.pin)).toHaveValue('4711');
  await pad(page).getByRole('button', { name: 'Leave', exact: true }).click();
  await page.getByRole('navigation', { name: 'Rooms' }).waitFor();
}

flow('the operator’s page is refused all else, a restart comes back to it, the PIN leaves it @chromium', async ({ folders }) => {
  const first = await openWorkstation(folders);
  const { page } = first;
  await setPin(page, '4711');
  const bench = await benchOf(first, 1);
  const operator = new Operator(page);
  await operator.run(bench.job);
  await operator.shows(1, 'empty');
  // The engineer's window is gone: no rooms, no trace, no shortcuts, no drop.
  for (const keys of ['Alt+1', 'Alt+t', 'Alt+o', '?', 'Control+=']) await page.keyboard.press(keys);
  expect(await page.getByRole('navigation').count()).toBe(0);
  expect(await page.getByRole('dialog').count()).toBe(0);
  expect(await page.evaluate(() => !window.dispatchEvent(new DragEvent('drop', { dataTransfer: new DataTransfer(), cancelable: true })))).toBe(true);

  const before = files(folders);
  expect(engineers.length).toBeGreaterThan(90);
  expect(await codes(page, engineers)).toEqual(['app/operator-only']);
  expect(await page.evaluate(async () => (await window.bench.takeFile(new File(['{}'], 'plan.json'))) as unknown)).toMatchObject({ ok: false, fault: { code: 'app/operator-only' } });
  expect(files(folders)).toEqual(before);
  await operator.shows(1, 'empty');
  expect(first.complaints).toEqual([]);
  await first.close();

  const second = await openWorkstation(folders);
  const again = new Operator(second.page);
  await again.slot(1).waitFor();
  await expect(second.page.getByRole('heading', { level: 1 })).toHaveText('Sensor nodes');
  await leaves(second, again);
  expect(second.complaints).toEqual([]);
  await second.close();

  const third = await openWorkstation(folders);
  await third.page.getByRole('navigation', { name: 'Rooms' }).waitFor();
  await third.close();
});

flow('without a PIN nobody leaves, and the pad says what to do @chromium', async ({ chromium: workstation }) => {
  const { page } = workstation;
  const bench = await benchOf(workstation, 1);
  const operator = new Operator(page);
  await operator.run(bench.job);
  await page.getByRole('banner').getByRole('button', { name: 'Leave' }).click();
  await expect(pad(page)).toContainText('trust-bench settings pin');
  await operator.leaveWith('4711');
  await expect(pad(page).getByRole('alert')).toContainText('station has no engineer');
  await page.reload();
  await operator.slot(1).waitFor();
});

flow('a clock that was set back: the block is shown, and the engineer confirms the clock here @chromium', async ({ chromium: workstation, folders }) => {
  const { page } = workstation;
  await setPin(page, '4711');
  const bench = await benchOf(workstation, 2);
  const operator = new Operator(page);
  await operator.run(bench.job);
  await operator.scanner.scan('SN-0001');
  bench.plug(1, 'one');
  await operator.shows(1, 'pass');
  const tomorrow = new Date(Date.now() + 86_400_000);
  must(await openJournal(folders.state, nodeRandomness, () => tomorrow).appendSigned({ what: 'run-set-aside', run: 'x' }));
  bench.plug(2, 'two');
  const block = page.getByTestId('cannot-run');
  await expect(block).toContainText(say(fault('job/clock-set-back', { job: '', now: '2026-11-28T00:00:00Z', last: '2026-11-28T00:00:00Z' })).what);
  await operator.shows(2, 'stopped');
  await operator.shows(1, 'pass');
  await block.getByRole('button', { name: operatorTexts.clockTitle }).click();
  const clock = page.getByRole('region', { name: operatorTexts.clockTitle });
  await page.keyboard.type('0000', { delay: 150 });
  await clock.getByRole('button', { name: operatorTexts.confirmClock }).click();
  await expect(clock.getByRole('alert')).toContainText('The PIN is wrong.');
  await expect(clock.getByLabel(operatorTexts.pin)).toHaveValue('');
  await operator.scanner.scan('4711');
  await clock.getByText(operatorTexts.scanIgnored).waitFor();
  await operator.shows(2, 'stopped');
  for (const digit of '4711') await clock.getByRole('button', { name: digit, exact: true }).click();
  await clock.getByRole('button', { name: operatorTexts.confirmClock }).click();
  await block.waitFor({ state: 'detached' });
  await clock.waitFor({ state: 'detached' });
  await operator.shows(1, 'pass');
  await operator.shows(2, 'needs-scan');
  await operator.scanner.scan('SN-0002');
  await operator.shows(2, 'pass');
  expect(workstation.complaints).toEqual([]);
});

flow.describe('with a chip that hangs', () => {
  flow.use({ environment: { TRUST_BENCH_SIM_FAULTS: 'hang@SetDataObject' } });

  flow('leaving is said at once, and does not wait for the chip @chromium', async ({ chromium: workstation }) => {
    const { page } = workstation;
    await setPin(page, '4711');
    const bench = await benchOf(workstation, 1);
    const operator = new Operator(page);
    await operator.run(bench.job);
    await operator.scanner.scan('SN-0001');
    bench.plug(1, 'one');
    await expect(operator.slot(1)).toContainText('Step 1 of 3');
    // It is shown for a moment only, so each frame is looked at.
    const said = page.waitForFunction((text) => document.querySelector('[data-testid="prompt"]')?.textContent === text, operatorTexts.leaving);
    await operator.leaveWith('4711');
    await said;
    await page.getByRole('navigation', { name: 'Rooms' }).waitFor();
    expect(workstation.complaints).toEqual([]);
  });
});
