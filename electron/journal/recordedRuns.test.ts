import { appendFileSync, mkdtempSync, readFileSync, rmSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { seededRandom } from '../../core/keys/testing/random.ts';
import { must } from '../../core/result/result.ts';
import type { Happening } from './entry.ts';
import { headName, headSigner } from './head.ts';
import { Journal } from './journal.ts';
import { linesOf } from './lines.ts';
import { findRuns, lastRuns, openRun, unfinishedRun } from './recordedRuns.ts';

vi.mock('./lines.ts', async (original) => {
  const lines = await original<typeof import('./lines.ts')>();
  return { ...lines, linesOf: vi.fn(lines.linesOf) };
});

let folder: string;
beforeEach(() => {
  folder = join(mkdtempSync(join(tmpdir(), 'trust-bench-runs-')), 'journal');
});
afterEach(() => rmSync(join(folder, '..'), { recursive: true, force: true }));

const days = ['2026-03-01', '2026-03-02'] as const;
const path = (day: string): string => join(folder, `${day}.jsonl`);
const indexOf = (day: string): string => join(folder, 'index', `${day}.json`);
const open = (day: string, time = '08:00:00'): Journal =>
  new Journal({ folder, now: () => new Date(`${day}T${time}Z`), who: 'tester@bench', signer: headSigner(folder, seededRandom('bench key')) });
const started = (run: string, chipId = 'c'): Happening => ({ what: 'run-started', run, chipId, uid: 'u', port: 'p', simulated: true, title: `plan of ${run}`, planSha256: run, plan: `{"of":"${run}"}`, steps: [] });
const ended = (run: string): Happening => ({ what: 'run-ended', run, state: 'finished', says: '', steps: [] });

async function add(day: string, run: string, chipId?: string): Promise<void> {
  const one = open(day);
  must(await one.append(started(run, chipId)));
  must(await one.appendSigned(ended(run)));
}

const rows = async (): Promise<string[]> => (await findRuns(folder, { limit: 100, match: () => true })).map(({ run, whole, state }) => `${run} ${state} ${whole ? 'whole' : 'broken'}`);

/** Reads the runs, and notes for each file the byte from which lines were read. */
async function look(): Promise<{ readonly runs: string[]; readonly read: string[] }> {
  const spy = vi.mocked(linesOf);
  spy.mockClear();
  const runs = await rows();
  return { runs, read: spy.mock.calls.map(([file, from]) => `${file.slice(-16, -6)} from ${from}`) };
}

describe('the index', () => {
  it('a file that did not change is not read again; of one that grew only the new lines', async () => {
    await add(days[0], 'one');
    await add(days[1], 'two');
    expect(await look()).toEqual({ runs: ['two finished whole', 'one finished whole'], read: [`${days[1]} from 0`, `${days[0]} from 0`] });
    expect(await look()).toEqual({ runs: ['two finished whole', 'one finished whole'], read: [] });
    const { size } = statSync(path(days[1]));
    await add(days[1], 'three');
    expect(await look()).toEqual({ runs: ['three finished whole', 'two finished whole', 'one finished whole'], read: [`${days[1]} from ${size}`] });
  });

  it('what is changed after it was read is seen, though size and modification time are set back', async () => {
    await add(days[0], 'one');
    await look();
    const { atime, mtime } = statSync(path(days[0]));
    writeFileSync(path(days[0]), readFileSync(path(days[0]), 'utf8').replace('"title":"plan of one"', '"title":"plan of 0ne"'));
    utimesSync(path(days[0]), atime, mtime);
    expect((await look()).runs).toEqual(['one finished broken']);
  });

  it.each([
    ['that is damaged', () => writeFileSync(indexOf(days[0]), '{')],
    ['of another version', () => writeFileSync(indexOf(days[0]), readFileSync(indexOf(days[0]), 'utf8').replace('"version":1', '"version":2'))],
    ['that is gone', () => rmSync(indexOf(days[0]))],
    ['of another file', () => writeFileSync(indexOf(days[0]), readFileSync(indexOf(days[0]), 'utf8').replace(/"sha256":"\w\w/, '"sha256":"00'))],
  ])('an index %s is made again', async (_, spoil) => {
    await add(days[0], 'one');
    await rows();
    spoil();
    appendFileSync(path(days[0]), '');
    utimesSync(path(days[0]), new Date(), new Date(0));
    expect(await rows()).toEqual(['one finished whole']);
  });

  it('a line that is begun and not ended hides no run', async () => {
    await add(days[0], 'one');
    appendFileSync(path(days[0]), '{"seq":');
    expect((await look()).runs).toEqual(['one finished whole']);
    await add(days[0], 'two');
    expect(await rows()).toEqual(['two finished whole', 'one finished whole']);
  });

  it('an end that was cut is not whole, nor is one under a signature that is wrong', async () => {
    await add(days[0], 'one');
    await look();
    const text = readFileSync(path(days[0]), 'utf8');
    writeFileSync(path(days[0]), text.slice(0, text.lastIndexOf('\n', text.length - 2) + 1));
    expect((await look()).runs).toEqual(['one interrupted broken']);
    writeFileSync(path(days[0]), text);
    expect((await look()).runs).toEqual(['one finished whole']);
    const head = join(folder, headName(`${days[0]}.jsonl`));
    writeFileSync(head, readFileSync(head, 'utf8').replace('"lines": 3', '"lines": 2'));
    expect((await look()).runs).toEqual(['one finished broken']);
  });

  it('a last line of the day before that was changed breaks the day after it', async () => {
    await add(days[0], 'one');
    await add(days[1], 'two');
    writeFileSync(path(days[0]), readFileSync(path(days[0]), 'utf8').replace('"state":"finished"', '"state":"failed"'));
    expect(await rows()).toEqual(['two finished broken', 'one failed broken']);
  });
});

describe('runs', () => {
  it('that match, newest first, and no older file once there are enough', async () => {
    for (const day of days) for (const nth of [1, 2, 3]) await add(day, `${day.slice(-1)}-${nth}`);
    const found = async (limit: number): Promise<string[]> => (await findRuns(folder, { limit, match: ({ run }) => !run.endsWith('-2') })).map(({ run }) => run);
    expect(await found(100)).toEqual(['2-3', '2-1', '1-3', '1-1']);
    expect(await found(3)).toEqual(['2-3', '2-1', '1-3']);
    const spy = vi.mocked(linesOf);
    appendFileSync(path(days[0]), '{');
    spy.mockClear();
    expect(await found(2)).toEqual(['2-3', '2-1']);
    expect(spy).not.toHaveBeenCalled();
  });

  it('that went past midnight have the end that the next file tells', async () => {
    must(await open(days[0], '23:59:00').append(started('one')));
    const next = open(days[1], '00:01:00');
    must(await next.append({ what: 'step-begun', run: 'one', step: 'a', irreversible: false }));
    must(await next.append(ended('one')));
    await add(days[1], 'two');
    expect(await rows()).toEqual(['two finished whole', 'one finished whole']);
    expect(await openRun(folder, 'one')).toMatchObject({ run: 'one', state: 'finished', plan: '{"of":"one"}', file: `${days[0]}.jsonl` });
    expect(await openRun(folder, 'three')).toBeUndefined();
  });

  it('that were interrupted: the newest that nobody continued is offered', async () => {
    must(await open(days[0]).append(started('one')));
    await add(days[1], 'two');
    expect(await unfinishedRun(folder, undefined)).toMatchObject({ run: 'one', state: 'interrupted' });
    expect(await unfinishedRun(folder, 'one')).toBeUndefined();
    must(await open(days[1]).append({ what: 'run-set-aside', run: 'one' }));
    expect(await unfinishedRun(folder, undefined)).toBeUndefined();
    expect(await rows()).toEqual(['two finished whole', 'one set-aside whole']);
  });

  it('the last one of each chip says how it stands', async () => {
    await add(days[0], 'one', 'a');
    must(await open(days[1]).append(started('two', 'a')));
    await add(days[1], 'three', 'b');
    expect([...(await lastRuns(folder))]).toEqual([['b', 'finished'], ['a', 'interrupted']]);
  });
});
