import { join } from 'node:path';
import { expect, it } from 'vitest';
import { say } from '../../../core/result/say.ts';
import { reportJob } from '../jobs/index.ts';
import { chipMemory } from './testing/lineBench.ts';
import type { Rig } from './testing/lineRig.ts';
import { rigOfTest } from './testing/rigOfTest.ts';

const test = rigOfTest();
let rig: Rig;

/** Starts a slot with a number that another chip has. @returns why it was refused */
async function refused(slot: number): Promise<{ readonly data: object; readonly why: string }> {
  await rig.until('it waits', () => rig.state(slot) === 'needs-scan');
  const before = rig.reports.length;
  expect(rig.line.startWith(slot, 'A1')).toBe(true);
  await rig.until('refused', () => rig.reports.slice(before).some((one) => one.slot === slot));
  const fault = rig.reports.slice(before).find((one) => one.slot === slot)?.report.fault;
  if (fault?.code !== 'job/serial-used') throw new Error(`not refused for its number: ${fault?.code}`);
  return { data: fault.data, why: say(fault).why };
}

it('a number of a chip that is being worked on, and later of one that passed: slot, journal and report say what is true', async () => {
  rig = await test.open({ slots: 3 });
  rig.slot(1).plug(chipMemory(1), 'late@SetDataObject:300');
  rig.slot(2).plug(chipMemory(2));
  await rig.until('both wait', () => rig.state(1) === 'needs-scan' && rig.state(2) === 'needs-scan');
  const first = rig.line.view().slots[0]?.chipId;
  expect(rig.line.startWith(1, 'A1')).toBe(true);
  await rig.until('the number is its own', () => rig.line.view().slots[0]?.step !== undefined);
  const inWork = await refused(2);
  expect(rig.state(1)).toBe('working');
  expect(inWork.data).toEqual({ serial: 'A1', chipId: first, at: expect.any(String) });
  await rig.until('the first passes', () => rig.state(1) === 'pass');
  rig.slot(3).plug(chipMemory(3));
  const passed = await refused(3);
  expect(passed.data).toMatchObject({ serial: 'A1', chipId: first, result: 'pass' });
  const { units } = await reportJob(join(test.folder(), 'journal'), rig.file.job);
  const reasons = units.filter(({ code }) => code === 'job/serial-used').map(({ why }) => why);
  for (const [nth, { why }] of [inWork, passed].entries()) expect(reasons[nth]).toContain(why);
});
