import { join } from 'node:path';
import { expect, it } from 'vitest';
import { reportJob } from '../jobs/index.ts';
import { chipMemory } from './testing/lineBench.ts';
import { rigOfTest } from './testing/rigOfTest.ts';

const test = rigOfTest();

it('the chip is exchanged between its scan and its unit: the unit failed, and nothing is said of the other chip', async () => {
  const rig = await test.open({ slots: 1 });
  const [slot] = rig.slots;
  slot?.plug(chipMemory(1));
  await rig.until('it waits', () => rig.state(1) === 'needs-scan');
  const first = rig.line.view().slots[0]?.chipId;
  const asked = rig.service.stillAdmitted.bind(rig.service);
  let release: () => void = () => undefined;
  const held = new Promise<void>((resolve) => (release = resolve));
  rig.service.stillAdmitted = async (file) => (await held, asked(file));
  expect(rig.line.startWith(1, 'A1')).toBe(true);
  slot?.take();
  slot?.plug(chipMemory(2));
  await rig.until('the second chip answers', () => rig.line.slotState(1)?.state.chipId !== first && rig.line.slotState(1)?.state.chipId !== undefined);
  release();
  await rig.until('the second chip waits', () => rig.state(1) === 'needs-scan');
  expect(rig.reports).toMatchObject([{ slot: 1, report: { result: 'fail', chipId: first, serial: 'A1', fault: { code: 'chip/other', data: { expected: first } } } }]);
  expect(await reportJob(join(test.folder(), 'journal'), rig.file.job)).toMatchObject({ failed: 0, units: [] });
});
