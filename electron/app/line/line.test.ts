import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { ChipState } from '../../../core/simulator/chip/state.ts';
import { openProgram, type TestProgram } from '../testing/program.ts';
import { lineBench, lineJob, releaseJob, type LineBench } from './testing/lineBench.ts';

let main: TestProgram;
let bench: LineBench;
const says = (text: string): string => Buffer.from(text).toString('hex');
const number = (objects: ChipState['objects']): string => Buffer.from(objects['f1d4']?.data ?? '', 'hex').toString();

async function open(slots: number, environment: Readonly<Record<string, string>> = {}, job?: string): Promise<void> {
  main = await openProgram(environment);
  bench = await lineBench(main, slots);
  await main.ok('line/open', { ticket: await main.take('a.tbjob', job ?? bench.job) });
}
afterEach(() => main.close());

describe('scanned serial numbers', () => {
  beforeEach(() => open(4));

  it('a chip is plugged in, its number is scanned, it passes; the result stays until it is taken out', async () => {
    expect((await bench.view()).slots.map(({ state }) => state)).toEqual(['empty', 'empty', 'empty', 'empty']);
    bench.plug(2, 'one');
    const waits = await bench.reaches(2, 'needs-scan');
    expect(waits).toMatchObject({ chipId: expect.stringMatching(/^[0-9a-f]{20}$/), startable: false });
    const begun = await main.ok('line/scan', { text: 'SN-0001' });
    expect(begun.slots[1]).toMatchObject({ state: 'working', serial: 'SN-0001' });
    expect(await bench.reaches(2, 'pass')).toMatchObject({ serial: 'SN-0001', chipId: waits.chipId });
    expect([number(bench.memory('one')), bench.memory('one')['f1d5']?.data]).toEqual(['SN-0001', says('made by us')]);
    expect((await bench.until('counted', ({ counts }) => counts.passed === 1)).counts).toEqual({ passed: 1, failed: 0, toCheck: 0, doneBefore: 0, firstPassYield: 1, msPerUnit: expect.any(Number) });
    await bench.take(2);
    expect(await bench.reaches(2, 'empty')).toEqual({ number: 2, name: 'Slot 2', place: { row: 0, column: 1 }, simulated: true, state: 'empty', startable: false });
    bench.plug(3, 'one');
    expect(await bench.reaches(3, 'done-before')).toMatchObject({ serial: 'SN-0001', passedAt: expect.stringMatching(/^2\d{3}-/), startable: false });
    expect((await bench.view()).counts).toMatchObject({ passed: 1, doneBefore: 1 });
  });

  it('a number that is scanned first is for the next chip', async () => {
    expect(await main.ok('line/scan', { text: 'SN-0001' })).toMatchObject({ nextSerial: 'SN-0001' });
    bench.plug(1, 'one');
    expect(await bench.reaches(1, 'pass')).toMatchObject({ serial: 'SN-0001' });
    expect(await bench.view()).not.toHaveProperty('nextSerial');
    // A chip that has its own number, or has passed, does not use the kept number. The next chip does.
    await bench.take(1);
    await bench.reaches(1, 'empty');
    await main.ok('line/scan', { text: 'SN-0002' });
    bench.plug(1, 'one');
    await bench.reaches(1, 'done-before');
    expect(await bench.view()).toMatchObject({ nextSerial: 'SN-0002' });
    bench.plug(2, 'two');
    expect(await bench.reaches(2, 'pass')).toMatchObject({ serial: 'SN-0002' });
  });

  it('the slot that waits for longest takes a number; a used one and a broken scan are told, and no chip is touched', async () => {
    bench.plug(3, 'one');
    await bench.reaches(3, 'needs-scan');
    bench.plug(1, 'two');
    await bench.reaches(1, 'needs-scan');
    await main.ok('line/scan', { text: 'SN-0001' });
    await bench.reaches(3, 'pass');
    expect(await main.ok('line/scan', { text: 'SN-0001' })).toMatchObject({ scanFault: { code: 'scan/repeated' } });
    expect(await main.ok('line/scan', { text: 'SN-00', broken: true })).toMatchObject({ scanFault: { code: 'scan/broken' } });
    expect(await main.ok('line/scan', { text: 'SN-0001' })).toMatchObject({ scanFault: { code: 'job/serial-used' } });
    expect(await main.ok('line/scan', { text: 'SN-0002SN-0002' })).toMatchObject({ scanFault: { code: 'scan/doubled' } });
    expect((await bench.slot(1)).state).toBe('needs-scan');
    expect(bench.memory('two')['f1d4']?.data).toBe('00');
    expect(await main.ok('line/scan', { text: 'SN-0002' })).not.toHaveProperty('scanFault');
    await bench.reaches(1, 'pass');
    expect([number(bench.memory('one')), number(bench.memory('two'))]).toEqual(['SN-0001', 'SN-0002']);
  });

  it('another family is to be checked, and nothing is written', async () => {
    bench.plug(1, 'old', 'trust-m-v1');
    await bench.reaches(1, 'needs-scan');
    await main.ok('line/scan', { text: 'SN-0001' });
    expect(await bench.reaches(1, 'check')).toMatchObject({ fault: { code: 'job/other-family' }, startable: false });
    expect(bench.memory('old')['f1d4']?.data).toBe('00');
    // The refused chip did not use the number.
    bench.plug(2, 'new');
    await bench.reaches(2, 'needs-scan');
    await main.ok('line/scan', { text: 'SN-0002' });
    await bench.reaches(2, 'pass');
  });

  it('one chip in two slots stops both, also one that passed', async () => {
    bench.plug(1, 'one');
    await bench.reaches(1, 'needs-scan');
    await main.ok('line/scan', { text: 'SN-0001' });
    await bench.reaches(1, 'pass');
    // A copy of the whole chip.
    bench.plug(4, 'one');
    expect(await bench.reaches(4, 'stopped')).toMatchObject({ fault: { code: 'line/chip-twice', what: expect.stringMatching(/Slot 1.*Slot 4/) as string } });
    expect(await bench.slot(1)).toMatchObject({ state: 'stopped', fault: { code: 'line/chip-twice' } });
    await bench.take(4);
    await bench.reaches(4, 'empty');
    expect((await bench.slot(1)).state).toBe('stopped');
  });

  it('the button is for chips that wait for it', async () => {
    expect(await main.fault('line/start', { slot: 1 })).toMatchObject({ code: 'line/not-startable' });
    bench.plug(1, 'one');
    await bench.reaches(1, 'needs-scan');
    expect(await main.fault('line/start', { slot: 1 })).toMatchObject({ code: 'line/not-startable' });
    expect(await main.fault('line/start', { slot: 9 })).toMatchObject({ code: 'line/not-startable' });
  });
});

it('a job that counts: each chip that is plugged in starts by itself, with a number of its own', async () => {
  main = await openProgram();
  bench = await lineBench(main, 4);
  const job = await releaseJob(join(main.folder, 'state'), lineJob({ serial: { from: 'counter', prefix: 'N-', width: 3, first: 7 }, quantity: 3 }));
  await main.ok('line/open', { ticket: await main.take('b.tbjob', job) });
  expect(await main.ok('line/scan', { text: 'N-007' })).toMatchObject({ scanFault: { code: 'job/serial-not-asked' } });
  for (const slot of [1, 2, 3]) bench.plug(slot, `chip ${slot}`);
  for (const slot of [1, 2, 3]) await bench.reaches(slot, 'pass');
  expect([1, 2, 3].map((slot) => number(bench.memory(`chip ${slot}`))).toSorted()).toEqual(['N-007', 'N-008', 'N-009']);
  expect((await bench.until('counted', ({ counts }) => counts.passed === 3)).counts).toMatchObject({ passed: 3, left: 0, firstPassYield: 1 });
  bench.plug(4, 'chip 4');
  expect(await bench.reaches(4, 'stopped'), 'nothing is wrong with this chip').toMatchObject({ fault: { code: 'job/quantity-used' }, startable: false });
  expect(bench.memory('chip 4')['f1d4']?.data).toBe('00');
});
