import { appendFileSync, mkdtempSync, readFileSync, rmSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { seededRandom } from '../../core/keys/testing/random.ts';
import { must } from '../../core/result/result.ts';
import { readJournal } from './files.ts';
import { headName, headSigner } from './head.ts';
import { Journal } from './journal.ts';
import { readRuns } from './recordedRuns.ts';

vi.mock('./files.ts', async (original) => {
  const files = await original<typeof import('./files.ts')>();
  return { ...files, readJournal: vi.fn(files.readJournal) };
});

let folder: string;
beforeEach(() => {
  folder = join(mkdtempSync(join(tmpdir(), 'trust-bench-runs-')), 'journal');
});
afterEach(() => rmSync(join(folder, '..'), { recursive: true, force: true }));

const days = ['2026-03-01', '2026-03-02'] as const;
const path = (day: string): string => join(folder, `${day}.jsonl`);

async function add(day: string, run: string): Promise<void> {
  const one = new Journal({ folder, now: () => new Date(`${day}T08:00:00Z`), who: 'tester@bench', signer: headSigner(folder, seededRandom('bench key')) });
  must(await one.append({ what: 'run-started', run, chipId: 'c', uid: 'u', port: 'p', simulated: true, title: 't', planSha256: '', plan: '', steps: [] }));
  must(await one.append({ what: 'run-ended', run, state: 'finished', says: '', steps: [] }));
  must(await one.seal());
}

/** The runs, and the files that were read for them. */
async function look(): Promise<{ readonly runs: string[]; readonly read: string[] }> {
  const spy = vi.mocked(readJournal);
  spy.mockClear();
  const runs = (await readRuns(folder)).map(({ run, whole, state }) => `${run} ${state} ${whole ? 'whole' : 'broken'}`);
  return { runs, read: spy.mock.calls.map(([, file]) => file.slice(0, 10)) };
}

it('a file that did not change is not read again; one that did is', async () => {
  await add(days[0], 'one');
  await add(days[1], 'two');
  expect(await look()).toEqual({ runs: ['two finished whole', 'one finished whole'], read: [...days] });
  expect(await look()).toEqual({ runs: ['two finished whole', 'one finished whole'], read: [] });
  await add(days[1], 'three');
  expect(await look()).toEqual({ runs: ['three finished whole', 'two finished whole', 'one finished whole'], read: [days[1]] });
});

it('what is tampered with after it was read is seen, though size and modification time are set back', async () => {
  await add(days[0], 'one');
  await look();
  const { atime, mtime } = statSync(path(days[0]));
  writeFileSync(path(days[0]), readFileSync(path(days[0]), 'utf8').replace('"planSha256":"","plan":""', '"plan":"","planSha256":""'));
  utimesSync(path(days[0]), atime, mtime);
  expect((await look()).runs[0]).toMatch(/broken$/);
});

it('a line that is begun and not ended hides no run', async () => {
  await add(days[0], 'one');
  appendFileSync(path(days[0]), '{"seq":');
  expect((await look()).runs).toEqual(['one finished whole']);
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
