import { join } from 'node:path';
import { beforeEach, describe, expect, it } from 'vitest';
import type { Job } from '../../../core/job/job.ts';
import { must } from '../../../core/result/result.ts';
import { reportJob } from '../jobs/index.ts';
import { chipMemory, lineJob } from './testing/lineBench.ts';
import type { Rig } from './testing/lineRig.ts';
import { rigOfTest } from './testing/rigOfTest.ts';

const test = rigOfTest();
let rig: Rig;
/** How far the clock of this computer is set back. ms */
let setBack: number;
beforeEach(() => void (setBack = 0));

const day = 86_400_000;
const counting: Job['serial'] = { from: 'counter', prefix: 'N', width: 4, first: 1 };
const open = async (slots: number, job: Partial<Job> = {}): Promise<void> => void (rig = await test.open({ slots, job: lineJob({ serial: counting, ...job }), now: () => new Date(Date.now() - setBack) }));
const slot = (number: number) => rig.line.view().slots[number - 1];

describe('a result stays until its chip is taken out', () => {
  const blocks: readonly (readonly [string, string, () => Promise<void>])[] = [
    ['the job is withdrawn', 'job/withdrawn', async () => must(await rig.service.withdraw(rig.file))],
    ['the clock is set back', 'job/clock-set-back', async () => void (setBack = day)],
  ];
  it.each(blocks)('when %s meanwhile; the next unit is refused', async (_, code, block) => {
    await open(3);
    rig.slot(1).plug(chipMemory(1));
    await rig.until('it passes', () => rig.state(1) === 'pass' && rig.line.view().counts.passed === 1);
    await block();
    const next = chipMemory(2);
    rig.slot(2).plug(next);
    await rig.until('the job is blocked', () => rig.line.view().fault !== undefined);
    expect(rig.line.view().fault?.code).toBe(code);
    await new Promise((resolve) => setTimeout(resolve, 1_500));
    expect([1, 2, 3].map((number) => rig.state(number))).toEqual(['pass', 'stopped', 'stopped']);
    expect([slot(1)?.serial, slot(1)?.fault, slot(2)?.fault?.code]).toEqual(['N0001', undefined, code]);
    expect(rig.slot(2).take()?.objects).toEqual(next.objects);
    // No pass is shown for another chip, and no unit begins with it.
    rig.slot(1).plug(chipMemory(3));
    await rig.until('stopped', () => rig.state(1) === 'stopped');
    await new Promise((resolve) => setTimeout(resolve, 1_000));
    expect(rig.state(1)).toBe('stopped');
    expect(rig.line.view().counts).toMatchObject({ passed: 1, failed: 0, toCheck: 0 });
    expect(rig.reports.map(({ report }) => report.result)).toEqual(['pass']);
  });

  it('a failed chip stays failed too, but may be tried only when the job may run again', async () => {
    await open(1);
    const board = rig.slot(1).plug(chipMemory(1), 'error@SetDataObject');
    await rig.until('it fails', () => rig.state(1) === 'fail');
    expect([board.plugged, slot(1)?.startable]).toEqual([true, true]);
    setBack = day;
    await rig.line.scan('N0001', false);
    await rig.until('the job is blocked', () => rig.line.view().fault !== undefined);
    expect([slot(1)?.state, slot(1)?.startable, rig.line.start(1).ok]).toEqual(['fail', false, false]);
    setBack = 0;
    await rig.line.admitAgain();
    expect([rig.line.view().fault, slot(1)?.state, slot(1)?.startable]).toEqual([undefined, 'fail', true]);
  });

  it('a chip that waited while the job was blocked waits for the button afterwards', async () => {
    await open(1);
    setBack = day;
    rig.slot(1).plug(chipMemory(1));
    await rig.until('the job is blocked', () => rig.line.view().fault !== undefined);
    setBack = 0;
    await rig.line.admitAgain();
    await rig.until('it waits', () => rig.state(1) === 'ready');
    expect(rig.line.start(1).ok).toBe(true);
    await rig.until('it passes', () => rig.state(1) === 'pass');
  });

  it('the quantity is used: the passes stay, the next unit is refused and is no failed one, in the counters and in the report', async () => {
    await open(3, { quantity: 2 });
    for (const number of [1, 2]) rig.slot(number).plug(chipMemory(number));
    await rig.until('both pass', () => rig.state(1) === 'pass' && rig.state(2) === 'pass');
    const third = chipMemory(3);
    rig.slot(3).plug(third);
    await rig.until('refused', () => rig.state(3) === 'stopped');
    await rig.until('counted', () => rig.line.view().counts.left === 0);
    expect(slot(3)).toMatchObject({ fault: { code: 'job/quantity-used' }, startable: false });
    expect([rig.state(1), rig.state(2)]).toEqual(['pass', 'pass']);
    expect(rig.line.view().counts).toMatchObject({ passed: 2, failed: 0, toCheck: 0, firstPassYield: 1 });
    expect(rig.slot(3).take()?.objects).toEqual(third.objects);
    const report = await reportJob(join(test.folder(), 'journal'), rig.file.job);
    expect(report).toMatchObject({ passed: 2, failed: 0, toCheck: 0, open: 0, left: 0 });
    expect(report.units.map(({ result, code }) => [result, code])).toEqual([['pass', ''], ['pass', ''], ['refused', 'job/quantity-used']]);
  });
});

it('a board whose socket is empty is an empty slot', async () => {
  await open(1);
  rig.slot(1).plug(chipMemory(1), 'error@*');
  await rig.until('asked', () => rig.line.slotState(1)?.whyEmpty?.code === 'link/chip-silent');
  for (const end = performance.now() + 3_000; performance.now() < end; await new Promise((resolve) => setTimeout(resolve, 20))) expect(rig.state(1), 'also when it is asked again').toBe('empty');
});
