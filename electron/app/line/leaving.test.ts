import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { reportJob } from '../jobs/index.ts';
import { openProgram, type TestProgram } from '../testing/program.ts';
import { chipMemory, lineBench, lineJob } from './testing/lineBench.ts';
import { lineRig, type Rig } from './testing/lineRig.ts';

let folder: string;
beforeEach(() => void (folder = mkdtempSync(join(tmpdir(), 'trust-bench-'))));
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const counting = { from: 'counter', prefix: 'N', width: 4, first: 1 } as const;

describe('closing a line with a unit that hangs', () => {
  const open = (): Promise<Rig> => lineRig({ folder, slots: 2, job: lineJob({ serial: counting }) });
  const results = async (rig: Rig) => (await reportJob(join(folder, 'journal'), rig.file.job)).units.map(({ result, code }) => [result, code]);

  it('a write that can be done again is cut at once, and its unit has a result', async () => {
    const rig = await open();
    rig.slot(1).plug(chipMemory(1), 'hang@SetDataObject');
    await rig.until('in its first step', () => rig.line.view().slots[0]?.step?.number === 1);
    const begun = performance.now();
    await rig.line.close();
    expect(performance.now() - begun).toBeLessThan(2_500);
    expect(rig.line.start(1).ok).toBe(false);
    expect(await results(rig)).toEqual([['fail', 'line/closed']]);
  });

  it('a lock that takes its time is not cut: it is done, and proved', async () => {
    const rig = await open();
    rig.slot(1).plug(chipMemory(1), 'late@SetDataObject#3:2500');
    await rig.until('in the lock', () => rig.line.view().slots[0]?.step?.number === 3);
    await rig.line.close();
    expect(await results(rig)).toEqual([['pass', '']]);
    expect(rig.slot(1).chip.snapshot().objects['f1d5']?.metadata).toContain('c00107');
  });
});

describe('leaving while a unit hangs', () => {
  let main: TestProgram;
  afterEach(() => main.close());

  it('the screen says at once that it is being left, and the engineer is in after two seconds', async () => {
    main = await openProgram({ TRUST_BENCH_SIM_FAULTS: 'hang@SetDataObject' }, folder);
    const bench = await lineBench(main, 2);
    await main.ok('line/set-pin', { pin: '4711' });
    await main.ok('line/open', { ticket: await main.take('a.tbjob', bench.job) });
    bench.plug(1, 'one');
    await bench.reaches(1, 'needs-scan');
    await main.ok('line/scan', { text: 'SN-1' });
    await bench.until('in its first step', ({ slots: [slot] }) => slot?.step?.number === 1);
    main.events.length = 0;
    const leaving = main.call('line/leave', { pin: '4711' });
    const said = await bench.until('leaving', (view) => view.leaving === true);
    const begun = performance.now();
    expect(said.slots[0]).toMatchObject({ state: 'working', serial: 'SN-1' });
    expect(await main.fault('board/state', {})).toMatchObject({ code: 'app/operator-only' });
    expect(await main.fault('line/start', { slot: 2 })).toMatchObject({ code: 'line/not-startable' });
    expect(await leaving).toMatchObject({ ok: true });
    expect(performance.now() - begun).toBeLessThan(2_500);
    expect(main.events.some(({ name, event }) => name === 'line/changed' && (event as { leaving?: true }).leaving === true)).toBe(true);
    expect(await main.ok('line/state', {})).toBeUndefined();
    expect(await main.ok('board/state', {})).toMatchObject({ link: 'none' });
  });
});
