import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { decodeJobFile } from '../../../core/job/jobFile.ts';
import { fault } from '../../../core/result/fault.ts';
import { must } from '../../../core/result/result.ts';
import { say } from '../../../core/result/say.ts';
import { openJournal } from '../../journal/openJournal.ts';
import { nodeRandomness } from '../../serial/randomness.ts';
import { JobService, reportJob } from '../jobs/index.ts';
import { openProgram, type TestProgram } from '../testing/program.ts';
import { chipMemory, lineBench, lineJob, releaseJob } from './testing/lineBench.ts';
import { lineRig, type Rig } from './testing/lineRig.ts';

let folder: string;
beforeEach(() => void (folder = mkdtempSync(join(tmpdir(), 'trust-bench-'))));
afterEach(() => rmSync(folder, { recursive: true, force: true }));
const state = (): string => join(folder, 'state');
/** Waits until the condition is true, at most 20 s. */
async function until(holds: () => Promise<boolean>): Promise<void> {
  const end = Date.now() + 20_000;
  while (!(await holds()) && Date.now() < end) await new Promise((resolve) => setTimeout(resolve, 20));
}
const counting = { from: 'counter', prefix: 'N', width: 4, first: 1 } as const;

it('slots.json is damaged while a unit works: its tile and the others stay, the engineer is told, and the next start has them', async () => {
  let main = await openProgram({ TRUST_BENCH_SIM_FAULTS: 'hang@SetDataObject' }, folder);
  const bench = await lineBench(main, 2);
  await main.ok('line/open', { ticket: await main.take('a.tbjob', await releaseJob(state(), lineJob({ serial: counting }))) });
  bench.plug(2, 'one');
  await bench.reaches(2, 'working');
  writeFileSync(join(state(), 'slots.json'), '{"slots":[');
  await until(async () => main.events.some(({ name }) => name === 'app/noticed'));
  await new Promise((resolve) => setTimeout(resolve, 1_500));
  expect((await bench.view()).slots.map(({ number, state: shown }) => [number, shown])).toEqual([[1, 'empty'], [2, 'working']]);
  const told = await main.ok('app/notices', {});
  expect(told.map(({ code, object }) => [code, object])).toEqual([['file/set-aside', 'slots.json']]);
  expect(told[0]?.todo).not.toBe(say(fault('file/set-aside', { file: 'slots.json', why: '', aside: readdirSync(state()).find((name) => name.startsWith('slots.json.unreadable-')) ?? '' })).todo);
  await main.close();
  main = await openProgram({}, folder);
  expect((await main.ok('line/state', {}))?.slots.map(({ number }) => number)).toEqual([1, 2]);
  await main.close();
}, 30_000);

describe('started with a job file', () => {
  let main: TestProgram;
  afterEach(() => main.close());
  const path = (): string => join(folder, 'a.tbjob');
  const start = async (): Promise<void> => void (main = await openProgram({}, folder, path()));
  const withdrawn = async (): Promise<void> => {
    const text = await releaseJob(state());
    writeFileSync(path(), text);
    must(await JobService.in(state(), openJournal(state(), nodeRandomness, () => new Date()), () => new Date()).withdraw(must(decodeJobFile(Buffer.from(text), 'a'))));
  };
  it.each<[string, () => Promise<void> | void, string]>([
    ['cut off', async () => writeFileSync(path(), (await releaseJob(state())).slice(0, 500)), 'job/not-a-job'],
    ['empty', () => writeFileSync(path(), ''), 'file/empty'],
    ['a folder', () => {
      mkdirSync(path());
    }, 'file/unreadable'],
    ['signed before a change', async () => writeFileSync(path(), (await releaseJob(state())).replace('Sensor nodes', 'Sensor modes')), 'job/changed'],
    ['withdrawn', withdrawn, 'job/withdrawn'],
    ['expired', async () => writeFileSync(path(), await releaseJob(state(), lineJob({ validUntil: '2026-11-02T00:00:00Z' }))), 'job/expired'],
    ['without what it names', async () => writeFileSync(path(), await releaseJob(state(), lineJob({ varies: [{ step: 'number', source: { kind: 'pairs', folder: 'nowhere' } }], serial: undefined }))), 'job/source-missing'],
  ])('that is %s: the window is the operator\'s, says why, and nothing can be done', async (_, make, code) => {
    await make();
    await start();
    const view = await main.ok('line/state', {});
    expect([view?.fault?.code, view?.slots.map((slot) => [slot.state, slot.startable])]).toEqual([code, [['stopped', false]]]);
    expect(await main.fault('board/state', {})).toMatchObject({ code: 'app/operator-only' });
    await main.ok('line/scan', { text: 'SN-1' });
    expect((await main.call('line/start', { slot: 1 })).ok).toBe(false);
    await main.close();
    main = await openProgram({}, folder);
    expect((await main.ok('line/state', {}))?.slots[0]?.state).toBe('stopped');
  });

  it.skipIf(process.platform === 'win32')('and its file cannot be written for a while: the screen says so, and saves it then', async () => {
    writeFileSync(path(), await releaseJob(state()));
    await start();
    const file = join(state(), 'operator.json');
    rmSync(file);
    symlinkSync('/dev/full', file);
    expect(await main.ok('line/operator', { name: 'Ada' })).toMatchObject({ operator: 'Ada', notice: { code: 'line/not-kept', why: 'The disk is full.' } });
    expect((await main.ok('line/state', {}))?.fault).toBeUndefined();
    rmSync(file);
    await until(async () => (await main.ok('line/state', {}))?.notice === undefined);
    await main.close();
    main = await openProgram({}, folder);
    expect(await main.ok('line/state', {})).toMatchObject({ operator: 'Ada', job: { title: 'Sensor nodes' } });
  });

  it('and left in the middle: what it kept of the job was changed on the disk', async () => {
    writeFileSync(path(), await releaseJob(state()));
    await start();
    await main.close();
    const kept = join(state(), 'operator.json');
    writeFileSync(kept, readFileSync(kept, 'utf8').replace('Sensor nodes', 'Sensor modes'));
    main = await openProgram({}, folder);
    expect(await main.ok('line/state', {})).toMatchObject({ fault: { code: 'job/changed' }, slots: [{ state: 'stopped' }] });
  });
});

describe('in the window', () => {
  let main: TestProgram;
  afterEach(() => main.close());

  it('closed in the middle of a unit: after the restart its chip waits for the button, keeps its number, and passes', async () => {
    main = await openProgram({ TRUST_BENCH_SIM_FAULTS: 'late@SetDataObject:400' }, folder);
    const bench = await lineBench(main, 2);
    await main.ok('line/open', { ticket: await main.take('a.tbjob', bench.job) });
    bench.plug(1, 'one');
    await bench.reaches(1, 'needs-scan');
    await main.ok('line/scan', { text: 'SN-1' });
    await bench.until('in the middle', ({ slots: [slot] }) => slot?.step?.number === 2);
    await main.close();
    main = await openProgram({}, folder);
    const again = async () => (await main.ok('line/state', {}))?.slots[0];
    await until(async () => (await again())?.state === 'ready');
    expect(await again()).toMatchObject({ state: 'ready', serial: 'SN-1', startable: true });
    await main.ok('line/start', { slot: 1 });
    await until(async () => (await again())?.state !== 'working');
    expect(await again()).toMatchObject({ state: 'pass', serial: 'SN-1' });
  });

  it('one port in two slots, written by hand: no chip is done twice, and none is green twice', async () => {
    main = await openProgram({}, folder);
    const bench = await lineBench(main, 2);
    await main.close();
    const slots = join(state(), 'slots.json');
    const kept = JSON.parse(readFileSync(slots, 'utf8')) as { slots: { number: number; binding: unknown }[] };
    const [first] = kept.slots;
    writeFileSync(slots, JSON.stringify({ ...kept, slots: kept.slots.map((slot) => ({ ...slot, binding: first?.binding })) }));
    main = await openProgram({}, folder);
    const job = await releaseJob(state(), lineJob({ serial: counting }));
    await main.ok('line/open', { ticket: await main.take('a.tbjob', job) });
    writeFileSync(join(state(), 'simulated-slot1.json'), JSON.stringify(chipMemory(0x77)));
    main.main.simulated.plugIn('simulated@simulated-slot1.json');
    await new Promise((resolve) => setTimeout(resolve, 4_000));
    const view = await main.ok('line/state', {});
    expect(view?.slots.filter((slot) => slot.state === 'pass').length).toBeLessThanOrEqual(1);
    expect(view?.counts.passed).toBeLessThanOrEqual(1);
    expect(bench).toBeDefined();
  });
});

describe('chips and boards', () => {
  let rig: Rig;
  afterEach(() => rig.line.close());
  const open = async (slots: number): Promise<void> => void (rig = await lineRig({ folder, slots, job: lineJob({ serial: counting }) }));

  it('two finished chips change places at once: each is known in its new slot, and none is stopped', async () => {
    await open(2);
    for (const slot of [1, 2]) rig.slot(slot).plug(chipMemory(slot));
    await rig.until('both pass', () => rig.state(1) === 'pass' && rig.state(2) === 'pass');
    const [one, two] = [1, 2].map((slot) => rig.slot(slot).take() ?? chipMemory(0));
    rig.slot(1).plug(two ?? chipMemory(0));
    rig.slot(2).plug(one ?? chipMemory(0));
    await rig.until('both known', () => rig.state(1) === 'done-before' && rig.state(2) === 'done-before');
    expect(rig.reports.map(({ report }) => report.result)).toEqual(['pass', 'pass', 'done-before', 'done-before']);
  });

  it.each(['before', 'during', 'after'])('pulled out %s the lock: never green; back in, it goes on and passes once', async (when) => {
    await open(1);
    rig.slot(1).plug(chipMemory(1), `unplug@SetDataObject#3:${when}`);
    await rig.until('told', () => ['fail', 'check'].includes(rig.state(1)));
    expect(rig.line.view().counts.passed).toBe(0);
    rig.slot(1).plug(rig.slot(1).chip.snapshot());
    await rig.until('passes', () => rig.state(1) === 'pass');
    expect(rig.slot(1).chip.snapshot().objects['f1d5']?.metadata).toContain('c00107');
    await rig.until('counted', () => rig.line.view().counts.passed === 1);
    expect(await reportJob(join(folder, 'journal'), rig.file.job)).toMatchObject({ passed: 1, failed: 0, toCheck: 0, open: 0 });
  });
});

it('16 slots: each chip has a number of its own, and a scan for a job that counts is refused', async () => {
  const rig = await lineRig({ folder, slots: 16, job: lineJob({ serial: counting, quantity: 12 }) });
  for (const { number } of rig.slots) rig.slot(number).plug(chipMemory(number));
  await rig.line.scan('N0001', false);
  expect(rig.line.view().scanFault?.code).toBe('job/serial-not-asked');
  const count = (name: string): number => rig.slots.filter(({ number }) => rig.state(number) === name).length;
  await rig.until('12 pass, 4 are refused', () => count('pass') === 12 && count('stopped') === 4);
  await rig.until('counted', () => rig.line.view().counts.left === 0);
  expect(rig.line.view().counts).toMatchObject({ passed: 12, failed: 0, toCheck: 0 });
  expect(new Set(rig.line.view().slots.flatMap(({ state: name, serial }) => (name === 'pass' ? [serial] : []))).size).toBe(12);
  await rig.line.close();
});
