import { rmSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import type { BytePort } from '../../../core/bridge/bytePort.ts';
import type { Job } from '../../../core/job/job.ts';
import { oid } from '../../../core/objects/oid.ts';
import { fault } from '../../../core/result/fault.ts';
import { err, ok } from '../../../core/result/result.ts';
import type { ChipState } from '../../../core/simulator/chip/state.ts';
import { chipMemory, lineJob } from './testing/lineBench.ts';
import type { Rig } from './testing/lineRig.ts';
import { rigOfTest } from './testing/rigOfTest.ts';

const test = rigOfTest();
let rig: Rig;

const counting: Job['serial'] = { from: 'counter', prefix: 'N', width: 4, first: 1 };
const open = async (slots: number, job: Partial<Job> = {}, pingMs?: number): Promise<void> => void (rig = await test.open({ slots, job: lineJob({ serial: counting, ...job }), ...(pingMs === undefined ? {} : { pingMs }) }));
const number = ({ objects }: ChipState): string => Buffer.from(objects['f1d4']?.data ?? '', 'hex').toString();
const written: readonly number[] = [oid(0xf1d4), oid(0xf1d5)];
const untouched = ({ objects }: ChipState): boolean => objects['f1d4']?.data === '00' && objects['f1d5']?.metadata?.includes('c00107') !== true;

describe('slots work for themselves', () => {
  it('a board that never answers and one that hangs in the middle delay no other slot', async () => {
    await open(4);
    // A board that accepts every byte and never answers.
    const dumb: BytePort = { name: 'dumb', write: async () => ok(undefined), onData: () => () => undefined, onClose: () => () => undefined, close: async () => undefined };
    rig.slot(1).wrap = () => dumb;
    rig.slot(1).plug(chipMemory(1));
    rig.slot(2).plug(chipMemory(2), 'hang@SetDataObject');
    await rig.until('the first has not answered yet', () => rig.state(1) === 'connecting');
    await rig.until('the second hangs', () => rig.state(2) === 'working');
    const begun = performance.now();
    for (let round = 0; round < 3; round++) {
      for (const slot of [3, 4]) rig.slot(slot).plug(chipMemory(100 + 10 * round + slot));
      await rig.until('both pass', () => rig.state(3) === 'pass' && rig.state(4) === 'pass');
      for (const slot of [3, 4]) rig.slot(slot).take();
      await rig.until('both empty', () => rig.state(3) === 'empty' && rig.state(4) === 'empty');
    }
    const ms = performance.now() - begun;
    expect(rig.reports.filter(({ report }) => report.result === 'pass')).toHaveLength(6);
    expect(ms, 'three rounds take no deadline of the others').toBeLessThan(10_000);
    expect(rig.state(1), 'what cannot be read is never empty').not.toBe('empty');
    await rig.until('it is said what is wrong', () => rig.state(1) === 'stopped');
    expect(rig.line.view().slots[0]).toMatchObject({ fault: { code: 'link/dead' }, startable: false });
    rig.slot(1).take();
    await rig.until('empty', () => rig.state(1) === 'empty');
  });

  it('a board that is pulled out while it works: its fail stays, its neighbour passes; back in, it goes on', async () => {
    await open(2);
    const board = rig.slot(1).plug(chipMemory(1), 'unplug@SetDataObject#2:before');
    rig.slot(2).plug(chipMemory(2));
    await rig.until('the first failed', () => rig.state(1) === 'fail');
    await rig.until('the second passed', () => rig.state(2) === 'pass');
    expect(rig.line.view().slots[0]).toMatchObject({ state: 'fail', fault: { code: 'link/closed' }, startable: false, away: true });
    const serial = rig.line.view().slots[0]?.serial;
    expect(serial).toMatch(/^N000[12]$/);
    expect(board.plugged).toBe(false);
    rig.slot(1).plug(rig.slot(1).chip.snapshot());
    await rig.until('the first passes', () => rig.state(1) === 'pass');
    expect(number(rig.slot(1).chip.snapshot()), 'it keeps its number').toBe(serial);
    await rig.until('counted', () => rig.line.view().counts.passed === 2);
    expect(rig.line.view().counts).toMatchObject({ passed: 2, failed: 0, firstPassYield: 0.5 });
  });

  it('a chip that is exchanged while its board stays plugged in: the pass is gone within two seconds, and the new chip is begun', async () => {
    await open(1);
    rig.slot(1).plug(chipMemory(1));
    await rig.until('it passes', () => rig.state(1) === 'pass');
    const first = rig.line.view().slots[0]?.chipId;
    const begun = performance.now();
    rig.slot(1).chip.swap();
    await rig.until('no longer', () => rig.line.view().slots[0]?.chipId !== first);
    expect(performance.now() - begun).toBeLessThan(2_000);
    expect(rig.state(1)).not.toBe('pass');
    await rig.until('the new chip passes', () => rig.state(1) === 'pass');
    expect(rig.reports.map(({ report }) => [report.result, report.serial])).toEqual([['pass', 'N0001'], ['pass', 'N0002']]);
  });

  it('two copies of a chip at the same moment: nothing is written to the second, none is green', async () => {
    await open(2);
    rig.slot(1).plug(chipMemory(1));
    rig.slot(2).plug(chipMemory(1));
    await rig.until('both stopped', () => rig.state(1) === 'stopped' && rig.state(2) === 'stopped');
    await rig.line.close();
    expect([1, 2].filter((slot) => untouched(rig.slot(slot).chip.snapshot())).length).toBeGreaterThanOrEqual(1);
  });

  it('a port that another program has is told; when it is free, the slot works', async () => {
    await open(1);
    const slot = rig.slot(1);
    const free = slot.open.bind(slot);
    slot.open = () => err(fault('port/in-use', { port: slot.path }));
    await rig.until('stopped', () => rig.state(1) === 'stopped');
    expect(rig.line.view().slots[0]).toMatchObject({ state: 'stopped', fault: { code: 'port/in-use' }, startable: false });
    slot.open = free;
    slot.plug(chipMemory(1));
    await rig.until('it passes', () => rig.state(1) === 'pass');
  });

  it('a chip that is moved to another slot is in one slot', async () => {
    await open(2);
    const state = chipMemory(1);
    rig.slot(1).plug(state);
    await rig.until('it passes', () => rig.state(1) === 'pass');
    rig.slot(2).plug(rig.slot(1).take() ?? state);
    await rig.until('known in the other', () => rig.state(2) === 'done-before');
    expect(rig.state(1)).toBe('empty');
  });
});

it('slots that begin at once choose numbers of their own: no unit is planned twice', async () => {
  await open(1);
  rig.slot(1).plug(chipMemory(1));
  await rig.until('it passes', () => rig.state(1) === 'pass');
  // Contents are read for the plan and after each write. Conditions are read again when a second has passed.
  const reads = (): number => rig.exchanges.filter(({ command }) => command.name === 'GetDataObject' && written.includes(command.object ?? 0)).length;
  const alone = reads();
  await rig.line.close();
  rmSync(test.folder(), { recursive: true, force: true });
  await open(8);
  for (const { number: slot } of rig.slots) rig.slot(slot).plug(chipMemory(slot));
  await rig.until('all pass', () => rig.slots.every((slot) => rig.state(slot.number) === 'pass'));
  expect(new Set(rig.slots.map(({ chip }) => number(chip.snapshot())))).toEqual(new Set(['N0001', 'N0002', 'N0003', 'N0004', 'N0005', 'N0006', 'N0007', 'N0008']));
  expect(reads()).toBe(8 * alone);
});

it('50 units at 8 slots at once, 20 released: exactly 20 pass, each with a number of its own; the others are not written', async () => {
  await open(8, { quantity: 20 });
  const ended: { readonly chip: ChipState; readonly result: string }[] = [];
  let next = 0;
  const work = async (slot: number): Promise<void> => {
    while (next < 50) {
      const nth = ++next;
      const before = rig.reports.length;
      rig.slot(slot).plug(chipMemory(nth));
      await rig.until(`chip ${nth}`, () => rig.reports.slice(before).some((one) => one.slot === slot));
      const report = rig.reports.slice(before).find((one) => one.slot === slot)?.report;
      ended.push({ chip: rig.slot(slot).take() ?? chipMemory(0), result: report?.result === 'fail' ? (report.fault?.code ?? 'none') : (report?.result ?? 'none') });
      await rig.until('empty', () => rig.state(slot) === 'empty');
    }
  };
  await Promise.all(rig.slots.map((slot) => work(slot.number)));
  const passed = ended.filter(({ result }) => result === 'pass');
  expect([ended.length, passed.length]).toEqual([50, 20]);
  expect(new Set(passed.map(({ chip }) => number(chip))).size).toBe(20);
  expect(new Set(ended.filter(({ result }) => result !== 'pass').map(({ result }) => result))).toEqual(new Set(['job/quantity-used']));
  expect(ended.filter(({ result, chip }) => result !== 'pass' && !untouched(chip))).toEqual([]);
  expect(rig.line.view().counts).toMatchObject({ passed: 20, left: 0 });
}, 60_000);
