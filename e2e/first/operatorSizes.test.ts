import { expect, type Page } from 'playwright/test';
import { must } from '../../core/result/result.ts';
import { lineJob, releaseJob, type LineBench } from '../../electron/app/line/testing/lineBench.ts';
import { openJournal } from '../../electron/journal/openJournal.ts';
import { nodeRandomness } from '../../electron/serial/randomness.ts';
import { runJobTexts } from '../../renderer/jobs/texts.ts';
import { operatorTexts } from '../../renderer/operator/texts.ts';
import { flow } from '../fixture.ts';
import { Accessibility } from '../pages/accessibility.ts';
import { benchOf, Operator } from '../pages/operator.ts';

const sizes = [
  { width: 1024, height: 700 },
  { width: 1280, height: 800 },
  { width: 1920, height: 1080 },
] as const;

/** Runs in the page. Lists elements that are too small to be read from two metres, or are cut. */
function misfits(): string[] {
  const found: string[] = [];
  const inside = (inner: DOMRect, outer: DOMRect): boolean => inner.left >= outer.left - 1 && inner.right <= outer.right + 1 && inner.top >= outer.top - 1 && inner.bottom <= outer.bottom + 1;
  const page = new DOMRect(0, 0, window.innerWidth, window.innerHeight);
  for (const word of document.querySelectorAll('[data-word]')) {
    const [tile, name] = [word.closest('li'), word.textContent];
    if (tile === null) continue;
    const [box, size] = [word.getBoundingClientRect(), Number.parseFloat(getComputedStyle(word).fontSize)];
    if (size < window.innerHeight / 25 || box.height < window.innerHeight / 25) found.push(`${name}: ${size} px of ${window.innerHeight}`);
    if (!inside(box, tile.getBoundingClientRect())) found.push(`${name}: outside of its tile`);
    if (!inside(tile.getBoundingClientRect(), page)) found.push(`${name}: its tile is outside of the window`);
    const button = tile.querySelector('button');
    if (button !== null && (!inside(button.getBoundingClientRect(), tile.getBoundingClientRect()) || button.getBoundingClientRect().height < 40)) found.push(`${name}: its button is cut or small`);
  }
  for (const element of document.querySelectorAll('header button, dd, [data-testid="prompt"] p')) if (!inside(element.getBoundingClientRect(), page)) found.push(`outside of the window: ${element.textContent}`);
  const { scrollWidth, scrollHeight } = document.documentElement;
  if (scrollWidth > window.innerWidth || scrollHeight > window.innerHeight) found.push(`the page is ${scrollWidth} x ${scrollHeight}`);
  return found;
}

async function fitsAt(page: Page, state: string): Promise<string[]> {
  const found: string[] = [];
  for (const size of sizes) {
    await page.setViewportSize(size);
    found.push(...(await page.evaluate(misfits)).map((misfit) => `${state}, ${size.width} x ${size.height}: ${misfit}`));
  }
  return found;
}

/** Stops the station: with one slot, no unit is left for the next chip; with more slots, one chip is in two of them. */
async function stop(bench: LineBench, count: number): Promise<void> {
  const slot = count === 1 ? 1 : 2;
  await bench.take(slot);
  bench.plug(slot, count === 1 ? 'one too many' : 'there before');
}

/** Makes the clock look set back: writes a line of tomorrow into the journal. */
async function setBackClock(state: string): Promise<void> {
  const tomorrow = new Date(Date.now() + 86_400_000);
  must(await openJournal(state, nodeRandomness, () => tomorrow).appendSigned({ what: 'run-set-aside', run: 'x' }));
}

for (const count of [1, 4, 8, 16]) {
  flow(`read from two metres and accessible, number of slots: ${count} @chromium`, async ({ chromium: workstation, folders }) => {
    const { page } = workstation;
    const bench = await benchOf(workstation, count);
    const [operator, seen] = [new Operator(page), new Accessibility(page)];
    const found: string[] = [];
    // Eight slots are moved into one row; other numbers of slots stay where they were taught.
    if (count === 8) for (const slot of [5, 6, 7, 8]) await page.evaluate((number) => window.bench.call('slots/change', { number, place: { row: 0, column: number - 1 } }), slot);
    bench.plug(1, 'there before');
    const job = await releaseJob(folders.state, lineJob({ title: 'Sensor nodes of the north hall, second series', serial: { from: 'counter', prefix: 'SENSOR-2026-', width: 6, first: 1 }, quantity: count === 1 ? 1 : 200 }));
    await operator.drop(job);
    await page.getByRole('button', { name: runJobTexts.run }).waitFor();
    await seen.look('the question whether to run it');
    await page.keyboard.press('Escape');
    await operator.run(job);
    await operator.shows(1, 'ready');
    found.push(...(await fitsAt(page, 'ready')));
    await seen.look('ready');
    await page.getByRole('button', { name: operatorTexts.startSlot(operatorTexts.start, 'Slot 1') }).click();
    await operator.shows(1, 'pass');
    found.push(...(await fitsAt(page, 'pass')));
    await seen.look('pass');
    await bench.take(1);
    await operator.shows(1, 'empty');
    bench.plug(1, 'there before');
    await operator.shows(1, 'done-before');
    for (let slot = 2; slot <= count; slot++) bench.plug(slot, `chip ${slot}`, slot % 4 === 0 ? 'trust-m-v1' : 'trust-m-v3');
    for (let slot = 2; slot <= count; slot++) await operator.shows(slot, slot % 4 === 0 ? 'check' : 'pass');
    found.push(...(await fitsAt(page, 'done before, to check')));
    await seen.look('done before, to check');
    await stop(bench, count);
    await operator.shows(count === 1 ? 1 : 2, 'stopped');
    found.push(...(await fitsAt(page, 'stopped')));
    await seen.look('stopped');
    await operator.scanner.scan('NOT-ASKED-FOR');
    await expect(operator.prompt).toHaveAttribute('class', /bad/);
    found.push(...(await fitsAt(page, 'a scan refused')));
    await page.getByRole('banner').getByRole('button', { name: 'Leave' }).click();
    found.push(...(await fitsAt(page, 'the pad')));
    await seen.look('the pad');
    await page.keyboard.press('Escape');
    await setBackClock(folders.state);
    await bench.take(count);
    bench.plug(count, 'the next');
    await page.getByTestId('cannot-run').waitFor();
    await operator.shows(count, 'stopped');
    found.push(...(await fitsAt(page, 'the job cannot run')));
    await seen.look('the job cannot run');
    await page.getByRole('button', { name: operatorTexts.clockTitle }).click();
    found.push(...(await fitsAt(page, 'the pad of the clock')));
    await seen.look('the pad of the clock');
    expect(found).toEqual([]);
    expect(seen.findings).toEqual([]);
    expect(workstation.complaints).toEqual([]);
  });
}

flow('a scanner presses no button; Enter and the space bar of a person do; each result is said to a screen reader @chromium', async ({ chromium: workstation, folders }) => {
  const { page } = workstation;
  const bench = await benchOf(workstation, 2);
  const operator = new Operator(page);
  bench.plug(1, 'one');
  bench.plug(2, 'two');
  await operator.run(await releaseJob(folders.state, lineJob({ serial: { from: 'counter', prefix: 'N-', width: 3, first: 7 } })));
  for (const slot of [1, 2]) await operator.shows(slot, 'ready');
  const [start, other, leave] = [page.getByRole('button', { name: operatorTexts.startSlot(operatorTexts.start, 'Slot 1') }), page.getByRole('button', { name: operatorTexts.startSlot(operatorTexts.start, 'Slot 2') }), page.getByRole('banner').getByRole('button', { name: 'Leave' })];
  for (const [button, end] of [[start, 'Enter'], [start, 'Tab'], [leave, 'Enter']] as const) {
    await button.focus();
    await operator.scanner.scan('N 007', { end });
    await expect(operator.prompt).toHaveAttribute('class', /bad/);
    await expect(button).toBeFocused();
  }
  // The end of a scan comes late.
  await page.clock.install();
  await start.focus();
  await operator.scanner.scan('N-00', { end: 'none' });
  await page.clock.runFor(900);
  await page.keyboard.press('Enter');
  await page.clock.runFor(400);
  // A pressed button would have called main before this call.
  const line = must(await workstation.program.handlers['line/state']({}));
  expect(line?.slots.map(({ state }) => state)).toEqual(['ready', 'ready']);
  expect(await page.getByRole('region', { name: operatorTexts.pinTitle }).count()).toBe(0);

  await page.clock.runFor(2_000);
  await start.focus();
  await page.keyboard.press('Enter');
  await operator.shows(1, 'pass');
  await other.focus();
  await page.keyboard.press('Space');
  await operator.shows(2, 'pass');
  await expect(page.getByRole('log', { name: 'Results' })).toContainText('Slot 1: Pass, Serial number N-007. Take it out.');
  await expect(page.getByRole('log', { name: 'Results' })).toContainText('Slot 2: Pass, Serial number N-008. Take it out.');
  expect(workstation.complaints).toEqual([]);
});
