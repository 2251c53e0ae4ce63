import { appendFileSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { seededRandom } from '../../core/keys/testing/random.ts';
import { encodePrivateKeyPem, generateKey } from '../../core/keys/privateKey.ts';
import { must } from '../../core/result/result.ts';
import { sayLine } from '../../core/result/say.ts';
import { journalFiles } from './files.ts';
import { headSigner } from './head.ts';
import { Journal } from './journal.ts';
import type { JournalOptions } from './journalOptions.ts';
import { verifyFile } from './verify.ts';

let folder: string;
let told: string[];
beforeEach(() => {
  folder = join(mkdtempSync(join(tmpdir(), 'trust-bench-order-')), 'journal');
  told = [];
});
afterEach(() => rmSync(join(folder, '..'), { recursive: true, force: true }));

const path = (file: string): string => join(folder, file);
const open = (day: string, more: Partial<JournalOptions> = {}): Journal =>
  new Journal({ folder, now: () => new Date(`${day}T08:00:00Z`), who: 'tester@bench', onNotice: (notice) => told.push(sayLine(notice)), ...more });
const note = (run: string) => ({ what: 'step-begun', run, step: 'a', irreversible: false }) as const;
const whats = (file: string): string[] => readFileSync(path(file), 'utf8').split('\n').slice(0, -1).map((line) => (JSON.parse(line) as { what: string }).what);
const files = (): string[] => readdirSync(folder).filter((name) => name.includes('.jsonl')).sort();
const checked = async (): Promise<string[]> => {
  const results = await Promise.all((await journalFiles(folder)).map((file) => verifyFile(path(file))));
  return results.map((one) => (one.ok ? `whole ${one.value.notes.filter((text) => !text.includes('not signed')).join()}`.trim() : one.fault.code));
};

describe('files that are not in the chain', () => {
  it.each([
    ['an empty file of the future', '2099-01-01.jsonl', () => writeFileSync(path('2099-01-01.jsonl'), '')],
    ['a text with the name of a day', '2026-02-01.jsonl', () => writeFileSync(path('2026-02-01.jsonl'), 'hello\n')],
    ['a text with the name of today', '2026-03-02.jsonl', () => writeFileSync(path('2026-03-02.jsonl'), 'hello\n')],
    ['a folder with the name of today', '2026-03-02.jsonl', () => mkdirSync(path('2026-03-02.jsonl'))],
    ['a folder with the name of another day', '2026-02-01.jsonl', () => mkdirSync(path('2026-02-01.jsonl'))],
    ['a first line that a crash cut', '2026-03-02.jsonl', () => writeFileSync(path('2026-03-02.jsonl'), '{"seq":1,"prev":"000')],
    ['a journal of another station in the future', '2099-01-01.jsonl', () => writeFileSync(path('2099-01-01.jsonl'), readFileSync(path('2026-03-01.jsonl')))],
  ])('%s: renamed, told once, and work goes on in today\'s file', async (_, name, spoil) => {
    must(await open('2026-03-01').append(note('one')));
    spoil();
    must(await open('2026-03-02').append(note('two')));
    const today = (await journalFiles(folder)).at(-1) ?? '';
    expect(today).toMatch(/^2026-03-02(\.2)?\.jsonl$/);
    expect(whats(today)).toEqual(['opened', 'file-set-aside', 'step-begun']);
    expect(files()).toEqual(['2026-03-01.jsonl', today, `${name}.set-aside`].sort());
    expect(told).toHaveLength(1);
    expect(told[0]).toContain(name);
    must(await open('2026-03-02').append(note('three')));
    expect(told).toHaveLength(1);
    expect(await checked()).toEqual(['whole', 'whole']);
  });

  it('days that were moved away leave the others as they are', async () => {
    for (const day of ['2026-03-01', '2026-03-02', '2026-03-03']) must(await open(day).append(note(day)));
    rmSync(path('2026-03-02.jsonl'));
    must(await open('2026-03-04').append(note('four')));
    expect(files()).toEqual(['2026-03-01.jsonl', '2026-03-03.jsonl', '2026-03-04.jsonl']);
    expect(told).toEqual([]);
    expect(JSON.parse(readFileSync(path('2026-03-04.jsonl'), 'utf8').split('\n')[0] ?? '')).toMatchObject({ after: '2026-03-03.jsonl' });
  });

  it('a day that was written with a wrong clock stays in its place in the chain', async () => {
    must(await open('2026-03-01').append(note('one')));
    must(await open('2099-01-01').append(note('two')));
    must(await open('2026-03-02').append(note('three')));
    must(await open('2026-03-02').append(note('four')));
    expect(await journalFiles(folder)).toEqual(['2026-03-01.jsonl', '2099-01-01.jsonl', '2026-03-02.jsonl']);
    expect(whats('2026-03-02.jsonl')).toEqual(['opened', 'clock-set-back', 'step-begun', 'step-begun']);
    expect(told).toHaveLength(1);
    expect(await checked()).toEqual(['whole', 'whole', 'whole']);
  });
});

describe('large and changed files', () => {
  it('a full file gets a successor for the same day', async () => {
    const small = open('2026-03-01', { largestFile: 700 });
    for (let nth = 0; nth < 9; nth++) must(await small.append(note(`run ${nth}`)));
    expect(await journalFiles(folder)).toEqual(['2026-03-01.jsonl', '2026-03-01.2.jsonl', '2026-03-01.3.jsonl']);
    expect(await checked()).toEqual(['whole', 'whole', 'whole']);
    expect((await journalFiles(folder)).flatMap(whats).filter((what) => what === 'step-begun')).toHaveLength(9);
  });

  it('a file of 600 MB does not stop the work', async () => {
    must(await open('2026-03-01').append(note('one')));
    const [first = ''] = readFileSync(path('2026-03-01.jsonl'), 'utf8').split('\n');
    // A sparse file: zeros that use no disk space, with a last line after them.
    truncateSync(path('2026-03-01.jsonl'), 600 << 20);
    appendFileSync(path('2026-03-01.jsonl'), `\n${first}\n`);
    must(await open('2026-03-01').append(note('two')));
    must(await open('2026-03-02').append(note('three')));
    expect(statSync(path('2026-03-01.2.jsonl')).size).toBeLessThan(2000);
    expect(whats('2026-03-02.jsonl')).toEqual(['opened', 'step-begun']);
    const large = await verifyFile(path('2026-03-01.jsonl'));
    expect(large).toMatchObject({ ok: false, fault: { code: 'file/unreadable' } });
  });

  it('line ends that an editor changed: work goes on, and that is what is said', async () => {
    for (const run of ['one', 'two']) must(await open('2026-03-01').append(note(run)));
    writeFileSync(path('2026-03-01.jsonl'), readFileSync(path('2026-03-01.jsonl'), 'utf8').replaceAll('\n', '\r\n'));
    must(await open('2026-03-01').append(note('three')));
    const found = await verifyFile(path('2026-03-01.jsonl'));
    expect(found).toMatchObject({ ok: false, fault: { code: 'journal/broken', data: { line: 1, why: expect.stringContaining('CRLF') } } });
    writeFileSync(path('2026-03-01.jsonl'), readFileSync(path('2026-03-01.jsonl'), 'utf8').replace('"run":"one"', '"run":"0ne"'));
    const changed = await verifyFile(path('2026-03-01.jsonl'));
    expect(changed).toMatchObject({ ok: false, fault: { code: 'journal/broken', data: { line: 3, why: expect.not.stringContaining('CRLF') } } });
  });
});

describe('a station key that cannot sign is found before anything is done', () => {
  const keyPath = (): string => join(folder, '..', 'bench-key.pem');
  const signed = (): Journal => open('2026-03-01', { signer: headSigner(folder, seededRandom('station key')) });

  it.each([
    ['encrypted', () => writeFileSync(keyPath(), '-----BEGIN ENCRYPTED PRIVATE KEY-----\nMIGbMFcGCSqGSIb3DQEFDTBKMCkGCSqGSIb3DQEFDDAcBAgAAAAAAAAAAAICCAAw\n-----END ENCRYPTED PRIVATE KEY-----\n')],
    ['damaged', () => writeFileSync(keyPath(), '-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----\n')],
    ['not a key', () => writeFileSync(keyPath(), 'not a key')],
    ['a folder', () => mkdirSync(keyPath())],
  ])('%s', async (_, spoil) => {
    mkdirSync(folder, { recursive: true });
    spoil();
    expect(await signed().ready()).toMatchObject({ ok: false, fault: { code: 'journal/not-written', data: { reason: expect.stringContaining('bench-key.pem beside its folder') } } });
    expect(files()).toEqual([]);
  });

  it('a good one, and none yet: ready', async () => {
    must(await signed().ready());
    writeFileSync(keyPath(), encodePrivateKeyPem(await generateKey('secp256r1', seededRandom('another'))));
    must(await signed().ready());
  });
});
