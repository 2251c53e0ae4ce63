import { writeFileSync } from 'node:fs';
import { beforeEach, describe, expect, it } from 'vitest';
import type { Job } from '../../core/job/job.ts';
import { fault } from '../../core/result/fault.ts';
import { chipMemory, lineJob, releaseJob } from '../app/line/testing/lineBench.ts';
import { SlotTask } from './commands/jobSlotTask.ts';
import { testStation } from './testing/commandLine.ts';

const station = testStation();
const memory = (name: string): string => station.path(`simulated-${name}.json`);

interface Event {
  readonly slot?: string;
  readonly event?: string;
  readonly result?: string;
  readonly code?: string;
  readonly error?: { readonly code: string };
}

async function release(change: Partial<Job> = {}): Promise<void> {
  writeFileSync(station.path('a.tbjob'), await releaseJob(station.path('.'), lineJob(change)));
}

/** Teaches a slot whose chip has this memory. */
async function teach(slot: string, chip: ReturnType<typeof chipMemory>): Promise<void> {
  writeFileSync(memory(slot), JSON.stringify(chip));
  expect((await station.run('slots', 'teach', slot, '--port', `simulated@${memory(slot)}`)).code).toBe(0);
}

const jobRun = (...words: string[]) => station.run('job', 'run', '--job', station.path('a.tbjob'), ...words);
async function run(...words: string[]): Promise<{ readonly code: number; readonly events: readonly Event[] }> {
  const { code, out } = await jobRun('--json', ...words);
  return { code, events: out.trim().split('\n').map((line) => JSON.parse(line) as Event) };
}
const ends = (events: readonly Event[]) => events.filter(({ event }) => event === 'result' || event === 'no-chip').map(({ slot, event, result, code }) => [slot, event === 'result' ? result : event, code]).toSorted(([a = ''], [b = '']) => a.localeCompare(b));

describe('one chip id in two slots: each slot says so, and the command ends', () => {
  beforeEach(async () => {
    await release();
    for (const slot of ['5', '6']) await teach(slot, chipMemory(0x500));
  });
  it('with serial numbers', async () => {
    const ran = await run('--slot', '5', '6', '--serial', 'D1', 'D2');
    // Which of the two had begun depends on which board answers first.
    expect([ran.code, ends(ran.events)]).toEqual([1, ['Slot 5', 'Slot 6'].map((slot) => [slot, expect.stringMatching(/^(fail|refused)$/), 'line/chip-twice'])]);
  });

  it('for people', async () => {
    const ran = await jobRun('--slot', '5', '6', '--serial', 'D1', 'D2');
    expect(ran.code).toBe(1);
    expect(ran.out).toMatch(/Slot 5: (FAIL|REFUSED) D1/);
    expect(ran.out).toMatch(/Slot 6: (FAIL|REFUSED) D2/);
    expect(ran.err).toContain('line/chip-twice');
  });
});

describe('slots that cannot work beside one that can', () => {
  beforeEach(async () => {
    await release({ serial: { from: 'counter', prefix: 'N', width: 2, first: 1 } });
    await teach('1', chipMemory(0x501));
  });

  it('a port that is not a serial port', async () => {
    await station.run('slots', 'teach', '2', '--port', '/dev/null');
    const ran = await run('--slot', 'all');
    expect([ran.code, ends(ran.events)]).toEqual([3, [['Slot 1', 'pass', undefined], ['Slot 2', 'no-chip', expect.stringMatching(/^(port|link)\//)]]]);
  });

  it('a chip of another family', async () => {
    await teach('2', chipMemory(0x502, 'trust-m-v1'));
    const ran = await run('--slot', 'all');
    expect([ran.code, ends(ran.events)]).toEqual([1, [['Slot 1', 'pass', undefined], ['Slot 2', 'check', 'job/other-family']]]);
  });
});

describe('a task and what its slot shows', () => {
  const chipId = '00000000000000000001';
  const twice = fault('line/chip-twice', { chipId, slots: ['Slot 1', 'Slot 2'] });
  const inUse = fault('port/in-use', { port: 'p' });
  type At = Parameters<SlotTask['look']>[0];
  const lineAt = (state: NonNullable<ReturnType<At['slotState']>>['state'], isWorking = false): At => ({ slotState: () => ({ state, whyEmpty: undefined, isWorking }), start: () => ({ ok: true, value: undefined }), startWith: () => false });
  const task = (count: number): SlotTask => new SlotTask({ number: 1, name: 'Slot 1', place: { row: 0, column: 0 } }, undefined, count);

  it('a unit that still runs in a stopped slot is reported by the line', () => {
    expect(task(1).look(lineAt({ name: 'stopped', chipId, fault: twice }, true), 'a')).toBeUndefined();
    expect(task(1).look(lineAt({ name: 'stopped', chipId, fault: twice }), 'a')).toMatchObject({ what: 'unit', report: { result: 'fail', chipId, fault: twice } });
  });

  it('what cannot be read ends a task without a unit; after a unit the task waits and says it once', () => {
    const unread = lineAt({ name: 'stopped', fault: inUse });
    const fresh = task(2);
    expect([fresh.look(unread, 'a'), fresh.isDone]).toEqual([{ what: 'no-chip', why: inUse }, true]);
    const second = task(2);
    expect(second.take({ result: 'pass', chipId, ms: 1 })).toBe(true);
    expect([second.look(unread, 'a'), second.look(unread, 'a'), second.isDone]).toEqual([{ what: 'waits', why: inUse }, undefined, false]);
    expect(second.look(lineAt({ name: 'stopped', chipId, fault: twice }), 'a'), 'its chip appears in another slot').toEqual({ what: 'waits', why: twice });
  });
});

it('one serial number for two units is a wrong use, before anything runs', async () => {
  const ran = await run('--slot', '1', '2', '--serial', 'A1', 'A1');
  expect([ran.code, ran.events]).toMatchObject([2, [{ error: { code: 'usage/bad-option' } }]]);
});

describe('numbers of options', () => {
  it.each([
    ['job', 'run', '--job', 'none.tbjob', '--count', '0'],
    ['job', 'run', '--job', 'none.tbjob', '--slot', 'all', '--count', '0'],
    ['job', 'run', '--job', 'none.tbjob', '--count', '1e1'],
    ['job', 'run', '--job', 'none.tbjob', '--count', ''],
    ['job', 'make', '--from', 'none', '--out', 'none.tbjob', '--id', 'x', '--revision', '0'],
    ['bundle', 'make-sample', '--out', 'none', '--chips', '0'],
    ['bundle', 'make-sample', '--out', 'none', '--simulated', '0x1'],
    ['simulate', '--stdio', '--baud', '0'],
    ['info', '--port', 'simulated', '--timeout', '0'],
    ['random', '1e1', '--port', 'simulated'],
  ])('%s %s %s %s %s %s %s is a wrong use', async (...words) => {
    const ran = await station.run('--json', ...words);
    expect([ran.code, JSON.parse(ran.out)]).toMatchObject([2, { error: { code: 'usage/bad-option' } }]);
  });
});
