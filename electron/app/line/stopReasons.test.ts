import { join } from 'node:path';
import { beforeEach, describe, expect, it } from 'vitest';
import { say } from '../../../core/result/say.ts';
import { reportJob } from '../jobs/index.ts';
import { chipMemory, lineJob } from './testing/lineBench.ts';
import type { Rig } from './testing/lineRig.ts';
import { rigOfTest } from './testing/rigOfTest.ts';

const test = rigOfTest();
let rig: Rig;
beforeEach(async () => void (rig = await test.open({ slots: 2, job: lineJob({ serial: { from: 'counter', prefix: 'N', width: 4, first: 1 } }) })));

/** A chip that takes its time, in the middle of its unit. */
async function working(faults = 'late@SetDataObject:200'): Promise<void> {
  rig.slot(1).plug(chipMemory(1), faults);
  await rig.until('in its first step', () => rig.line.view().slots[0]?.step?.number === 1);
}
const told = async () => {
  await rig.until('its unit has ended', () => rig.reports.some(({ slot }) => slot === 1));
  return rig.reports.find(({ slot }) => slot === 1)?.report;
};
const recorded = async () => (await reportJob(join(test.folder(), 'journal'), rig.file.job)).units.map(({ result, code, why }) => ({ result, code, why }));

describe('a unit that was stopped says why, in its report, in the journal and on its tile', () => {
  it('its chip id appears in another slot', async () => {
    // The port of slot 2 is tried every half second.
    await working('late@SetDataObject:2000');
    rig.slot(2).plug(chipMemory(1));
    const report = await told();
    expect(report).toMatchObject({ result: 'fail', run: expect.any(String), fault: { code: 'line/chip-twice', data: { slots: ['Slot 1', 'Slot 2'] } } });
    if (report?.fault === undefined) throw new Error('no reason');
    expect(await recorded()).toEqual([{ result: 'fail', code: 'line/chip-twice', why: expect.stringContaining(say(report.fault).why) }]);
    expect([1, 2].map((number) => rig.line.slotState(number)?.state.fault?.code)).toEqual(['line/chip-twice', 'line/chip-twice']);
  });

  it('the line is closed between two steps', async () => {
    await working();
    await rig.line.close();
    expect(await recorded()).toMatchObject([{ result: 'fail', code: 'line/closed' }]);
  });

  it('the line is closed while the unit is planned: it is not begun, and is no failed unit', async () => {
    rig.slot(1).plug(chipMemory(1), 'late@GetDataObject#8:2000');
    await rig.until('it works', () => rig.state(1) === 'working');
    await rig.line.close();
    const report = await reportJob(join(test.folder(), 'journal'), rig.file.job);
    expect(report).toMatchObject({ failed: 0, open: 0 });
    expect(report.units.map(({ result, code }) => [result, code])).toEqual([['refused', 'line/closed']]);
  });

  it('its slot is forgotten', async () => {
    await working();
    rig.forget(1);
    expect((await told())?.fault?.code).toBe('line/slot-gone');
    expect(await recorded()).toMatchObject([{ result: 'fail', code: 'line/slot-gone' }]);
  });

  it('its board is pulled out', async () => {
    await working();
    rig.slot(1).take();
    expect((await told())?.fault?.code).toBe('link/closed');
    expect(await recorded()).toMatchObject([{ result: 'fail', code: 'link/closed' }]);
  });
});
