import { mkdtempSync, readFileSync, renameSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { seededRandom } from '../../core/keys/testing/random.ts';
import { must } from '../../core/result/result.ts';
import type { Happening } from './entry.ts';
import { headSigner } from './head.ts';
import { Journal } from './journal.ts';
import { readJobHistory } from './jobHistory.ts';
import { RunList, type RunListOptions, type RunPage } from './runList.ts';

let folder: string;
beforeEach(() => {
  folder = join(mkdtempSync(join(tmpdir(), 'trust-bench-list-')), 'journal');
});
afterEach(() => rmSync(join(folder, '..'), { recursive: true, force: true }));

const days = ['2026-03-01', '2026-03-02', '2026-03-03'] as const;
const path = (day: string): string => join(folder, `${day}.jsonl`);
const open = (day: string, time = '08:00:00'): Journal =>
  new Journal({ folder, now: () => new Date(`${day}T${time}Z`), who: 'tester@bench', signer: headSigner(folder, seededRandom('bench key')) });
const started = (run: string): Happening => ({ what: 'run-started', run, chipId: 'c', uid: 'u', port: 'p', simulated: true, title: `plan of ${run}`, planSha256: run, plan: '{}', steps: [] });
const ended = (run: string): Happening => ({ what: 'run-ended', run, state: 'finished', says: '', steps: [] });

async function add(day: string, run: string): Promise<void> {
  const one = open(day);
  must(await one.append(started(run)));
  must(await one.appendSigned(ended(run)));
}

/** Writes three runs on each of three days: `1-1` to `3-3`. */
async function nine(): Promise<void> {
  for (const [at, day] of days.entries()) for (const nth of [1, 2, 3]) await add(day, `${at + 1}-${nth}`);
}

const all = async (options: RunListOptions = {}): Promise<RunPage['rows']> => (await new RunList(folder, options).page(0, 100)).rows;
const names = ({ rows }: Pick<RunPage, 'rows'>): string[] => rows.map(({ run }) => run);

/** Writes the runs and saves the index of each day, as after an earlier start of the program. */
async function indexed(): Promise<void> {
  await nine();
  await all();
}

describe('pages', () => {
  it('any page can be requested first; the total is complete after all files were read', async () => {
    await indexed();
    const list = new RunList(folder);
    expect(names(await list.page(7, 5))).toEqual(['1-2', '1-1']);
    expect(names(await list.page(2, 3))).toEqual(['3-1', '2-3', '2-2']);
    expect(names(await list.page(20, 5))).toEqual([]);
    expect(await list.sum()).toEqual({ total: 9, unreadable: [] });
  });

  it('the first page reads the newest file only', async () => {
    await indexed();
    const list = new RunList(folder);
    expect(await list.page(0, 2)).toMatchObject({ total: 3 });
    expect(await list.page(2, 2)).toMatchObject({ total: 6 });
  });

  it('several requests at one time get the same rows as one after the other', async () => {
    await indexed();
    const list = new RunList(folder);
    const [last, first, sum] = await Promise.all([list.page(6, 3), list.page(0, 3), list.sum()]);
    expect([names(last), names(first), sum.total]).toEqual([['1-3', '1-2', '1-1'], ['3-3', '3-2', '3-1'], 9]);
  });

  it('for counting, a file with a saved index is not read', async () => {
    await indexed();
    // A program that reads this file now finds no run in it.
    writeFileSync(path(days[0]), readFileSync(path(days[0]), 'utf8').replaceAll('"what":"run-started"', '"what":"run-Started"'));
    expect((await new RunList(folder).sum()).total).toBe(9);
    expect(names(await new RunList(folder).page(0, 100))).toEqual(['3-3', '3-2', '3-1', '2-3', '2-2', '2-1']);
    expect((await new RunList(folder).sum()).total).toBe(6);
  });

  it('a file that has more bytes than its saved index, or no index, is read', async () => {
    await indexed();
    rmSync(join(folder, 'index', `${days[0]}.json`));
    await add(days[0], '1-4');
    expect((await new RunList(folder).sum()).total).toBe(10);
  });

  it('positions do not move when a run begins meanwhile; it is in the next list', async () => {
    await indexed();
    const list = new RunList(folder);
    await list.page(0, 2);
    await add(days[2], '3-4');
    expect(names(await list.page(2, 2))).toEqual(['3-1', '2-3']);
    expect(names(await new RunList(folder).page(0, 2))).toEqual(['3-4', '3-3']);
  });

  it('no more files are read for a list that was stopped', async () => {
    await indexed();
    const list = new RunList(folder);
    await list.page(0, 1);
    list.stop();
    expect((await list.sum()).total).toBe(3);
  });

  it('an empty folder, and none', async () => {
    expect(await new RunList(folder).page(0, 100)).toEqual({ rows: [], total: 0 });
    expect(await new RunList(folder).sum()).toEqual({ total: 0, unreadable: [] });
    rmSync(folder, { recursive: true, force: true });
    expect(await new RunList(folder).sum()).toEqual({ total: 0, unreadable: [] });
  });

  it('a folder that cannot be read is told, and is not an empty journal, also for jobs', async () => {
    rmSync(folder, { recursive: true, force: true });
    writeFileSync(folder, 'a file in its place');
    expect(await new RunList(folder).sum()).toEqual({ total: 0, unreadable: [basename(folder)] });
    expect(await readJobHistory(folder, '2026-01-01T00:00:00Z')).toEqual({ lines: [], gap: expect.stringContaining('cannot be read') });
  });
});

describe('what is in the list', () => {
  it('runs that match, each told once', async () => {
    await indexed();
    const told: string[] = [];
    const list = new RunList(folder, { match: ({ run }) => run.endsWith('-2'), skip: '2-2', onFound: ({ run }) => told.push(run) });
    expect(names(await list.page(0, 1))).toEqual(['3-2']);
    expect(names(await list.page(1, 5))).toEqual(['1-2']);
    await list.sum();
    expect(told).toEqual(['3-2', '1-2']);
  });

  it('without a search too, the running run is not in it', async () => {
    await indexed();
    expect(names(await new RunList(folder, { skip: '3-3' }).page(0, 2))).toEqual(['3-2', '3-1']);
  });

  it('the end that a later file tells is shown, though only its index was looked at', async () => {
    must(await open(days[0], '23:59:00').append(started('late')));
    must(await open(days[0], '23:59:10').append(started('left')));
    must(await open(days[1], '00:01:00').append(ended('late')));
    await add(days[1], 'next');
    must(await open(days[2]).append({ what: 'run-set-aside', run: 'left' }));
    await all();
    const list = new RunList(folder);
    expect((await list.page(1, 2)).rows.map(({ run, state }) => [run, state])).toEqual([['left', 'set-aside'], ['late', 'finished']]);
  });
});

describe('a journal that was changed', () => {
  it('the runs of a changed file are marked when they are shown', async () => {
    await indexed();
    writeFileSync(path(days[0]), readFileSync(path(days[0]), 'utf8').replace('"title":"plan of 1-1"', '"title":"plan of 1-x"'));
    const { rows } = await new RunList(folder).page(5, 9);
    expect(rows.map(({ run, whole }) => `${run} ${whole}`)).toEqual(['2-1 true', '1-3 false', '1-2 false', '1-1 false']);
  });

  it.each([
    ['of all runs', {}],
    ['of a search', { match: () => true }],
  ])('a file that cannot be read is named, and hides no other run: list %s', async (_, options) => {
    await indexed();
    renameSync(path(days[1]), join(folder, 'elsewhere'));
    symlinkSync(join(folder, 'nowhere'), path(days[1]));
    const list = new RunList(folder, options);
    expect(names(await list.page(0, 100))).toEqual(['3-3', '3-2', '3-1', '1-3', '1-2', '1-1']);
    expect(await list.sum()).toEqual({ total: 6, unreadable: [`${days[1]}.jsonl`] });
    expect((await list.page(0, 1)).rows).toMatchObject([{ run: '3-3', whole: false }]);
  });
});
