import { execFileSync } from 'node:child_process';
import { X509Certificate } from 'node:crypto';
import { mkdirSync, readFileSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { RequestOf } from '../../../core/contract/operations.ts';
import type { RecordRow } from '../../../core/contract/records.ts';
import { linesAfter, nothingBefore } from '../../journal/chain.ts';
import type { Happening } from '../../journal/entry.ts';
import { journalPath } from '../../journal/testing/killedAt.ts';
import { version } from '../../version.ts';
import { identity, openProgram, type TestProgram } from '../testing/program.ts';
import { givePairs, runPlan, type Pairs } from '../testing/provision.ts';

let program: TestProgram;
beforeEach(async () => {
  program = await openProgram();
});
afterEach(() => program.close());

/** The seven steps with two named pairs, done by the operator Anna. */
async function provisioned(): Promise<Pairs & { readonly run: string; readonly device: Pairs['device'] }> {
  await program.ok('settings/set', { operator: '  Anna Ohm ' });
  const pairs = { device: await identity('secp256r1', { subject: 'CN=dev 7, O=Example' }), integrity: await identity('secp256r1', { subject: 'CN=signer of updates' }) };
  await program.ok('board/connect', { path: 'simulated' });
  await givePairs(program, pairs);
  await program.ok('wizard/answer', { lockAnchor: true, update: 'both' });
  const ran = await runPlan(program, await program.ok('plan/from-wizard', {}));
  expect(ran.state, JSON.stringify(ran.fault)).toBe('finished');
  return { ...pairs, run: ran.runId };
}

/** Reads a certificate with Node's own reader (OpenSSL). */
function judged(pem: string): { serial: string; sha256: string } {
  const { serialNumber, fingerprint256 } = new X509Certificate(pem);
  return { serial: serialNumber.toLowerCase(), sha256: fingerprint256.replaceAll(':', '').toLowerCase() };
}

const journalFolder = (): string => join(program.folder, 'state', 'journal');
const rows = async (search: string): Promise<RecordRow[]> => (await program.ok('records/list', { search })).rows;

/** Reads CSV independently of the program. */
const parsed = (file: string): string[][] =>
  JSON.parse(execFileSync('python3', ['-c', 'import csv,json,sys;print(json.dumps(list(csv.reader(open(sys.argv[1],newline="",encoding="utf-8"),strict=True))))', file], { encoding: 'utf8' })) as string[][];

/** Makes a journal with these first lines of runs, as an older program or somebody else could write them. */
function written(...runs: Partial<Extract<Happening, { what: 'run-started' }>>[]): void {
  mkdirSync(journalFolder(), { recursive: true });
  const started = (run: string, more: object): Happening => ({ what: 'run-started', run, chipId: `chip of ${run}`, uid: 'u', port: '/dev/ttyACM3', simulated: false, title: 'plan', planSha256: run, plan: '{}', steps: [], ...more });
  const said = runs.flatMap((more, nth): Happening[] => [started(`r${nth}`, more), { what: 'run-ended', run: `r${nth}`, state: 'finished', says: '', steps: [] }]);
  const opened: Happening = { what: 'opened', after: '' };
  writeFileSync(join(journalFolder(), '2026-03-04.jsonl'), linesAfter({ seq: 0, hash: nothingBefore, torn: 0 }, () => '2026-03-04T10:00:00.000Z', 'old hand@bench 2', [opened, ...said]).text);
}

describe('what a record says of a run', () => {
  it('who, where and with what; certificates, files and signer of each step', async () => {
    const { run, device, integrity } = await provisioned();
    const record = await program.ok('records/open', { run });
    expect(record).toMatchObject({ operator: 'Anna Ohm', station: hostname(), port: 'simulated', version, endedAt: expect.stringMatching(/^\d{4}-.*Z$/) });
    const step = (id: string) => record.steps.find((one) => one.id === id);
    const own = { subject: 'CN=dev 7, O=Example', issuer: 'CN=dev 7, O=Example', ...judged(device.certificatePem) };
    const anchor = { subject: 'CN=signer of updates', issuer: 'CN=signer of updates', ...judged(integrity.certificatePem) };
    expect(step('device-certificate')).toMatchObject({ certificates: [own], files: ['device.pem'] });
    expect(step('anchor-certificate')).toMatchObject({ certificates: [anchor], files: ['integrity.pem'] });
    expect(step('send-key')).toMatchObject({ signer: { anchor: '0xE0E3', certificate: anchor }, files: ['device.pem', 'integrity.pem'] });
    expect(step('prove-key')).toMatchObject({ certificates: [own] });
    expect(step('lock-anchor')?.says).toContain('Locked: lifecycle is operational, so the change condition can never be met again');
  });

  it('the report, as page and as JSON, has all of it, and times with their zone', async () => {
    const { run, device, integrity } = await provisioned();
    const [html, json] = [await program.ok('records/report', { run, as: 'html' }), await program.ok('records/report', { run, as: 'json' })].map(({ name }) => program.saved(name));
    const [own, anchor] = [judged(device.certificatePem), judged(integrity.certificatePem)];
    for (const text of ['CN=dev 7, O=Example', own.serial, 'device.pem', 'integrity.pem', 'Anna Ohm', hostname(), 'simulated', version]) {
      expect(html, text).toContain(text);
      expect(json, text).toContain(text);
    }
    for (const { sha256 } of [own, anchor]) {
      expect(html).toContain(`SHA-256 <code>${sha256.toUpperCase().match(/.{4}/g)?.join(' ')}</code>`);
      expect(json).toContain(`"sha256": "${sha256}"`);
    }
    // The content that was written: the same form of a fingerprint as everywhere, and the digits of files in the JSON.
    expect(html).toMatch(/\(SHA-256 (?:[0-9A-F]{4} ){15}[0-9A-F]{4}\)/);
    expect(html).not.toMatch(/SHA-256 [0-9a-f]{64}/);
    expect(json).toMatch(/\(SHA-256 [0-9a-f]{64}\)/);
    expect(html).toMatch(/Started<\/th><td><code>\d{4}-\d\d-\d\d \d\d:\d\d:\d\d [+-]\d\d:\d\d</);
    expect(html).toMatch(/Ended<\/th><td><code>\d{4}-\d\d-\d\d \d\d:\d\d:\d\d [+-]\d\d:\d\d</);
    expect(JSON.parse(json ?? '')).toMatchObject({ version: 1, program: version, started: expect.stringMatching(/^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d [+-]\d\d:\d\d$/) });
  });

  it('is found by each of them, and by nothing else', async () => {
    const { run, device, integrity } = await provisioned();
    const { serialNumber, fingerprint256 } = new X509Certificate(device.certificatePem);
    const { chipId, startedAt, endedAt = '' } = await program.ok('records/open', { run });
    const said = /^(\w{12})(\w{4})(\w{4})$/.exec(chipId)?.slice(1).join(' ').toUpperCase() ?? '';
    const html = program.saved((await program.ok('records/report', { run, as: 'html' })).name);
    const times = [...html.matchAll(/(?:Started|Ended)<\/th><td><code>([^<]+)</g)].map(([, time = '']) => time);
    expect(times).toHaveLength(2);
    const words = [said, `"${said}"`, startedAt, endedAt, ...times, ...times.map((time) => time.slice(11, 19)), ...times.map((time) => `"${time}"`), `"Trust Bench ${version}"`, 'cn=dev 7', '"CN=dev 7, O"', serialNumber, fingerprint256, `"${fingerprint256.replaceAll(':', '').match(/.{4}/g)?.join(' ')}"`, judged(integrity.certificatePem).sha256, 'device.pem', 'anna', hostname(), 'simulated', version, chipId, run];
    for (const word of words) expect((await rows(word)).map((row) => row.run), word).toEqual([run]);
    for (const word of ['"CN=dev 8"', '"dev 7 CN="', 'bert', `${fingerprint256.slice(0, -2)}zz`, 'device.key']) expect(await rows(word), word).toEqual([]);
  });

  it('no secret is in journal, index, report or list', async () => {
    const { run, device, integrity } = await provisioned();
    await program.ok('records/list', {});
    const report = await program.ok('records/report', { run, as: 'json' });
    const list = await program.ok('records/export', {});
    const path = journalPath(journalFolder());
    const index = join(journalFolder(), 'index', path.split('/').at(-1)?.replace('.jsonl', '.json') ?? '');
    const texts = [readFileSync(path, 'utf8'), readFileSync(index, 'utf8'), program.saved(report.name), program.saved(list.name)];
    for (const { key } of [device, integrity]) {
      const secret = key.secret.open((bytes) => Buffer.from(bytes).toString('hex'));
      for (const text of texts) expect(text.toLowerCase().includes(secret), 'a private key').toBe(false);
    }
    for (const text of texts) expect(text.includes(program.folder), 'a folder').toBe(false);
  });
});

describe('totals', () => {
  it('of today, and of the search', async () => {
    written({}, {}, { chipId: 'chip of r0' });
    const none = { done: 0, failed: 0, stopped: 0, chips: 0 };
    expect(await program.ok('records/totals', {})).toEqual({ today: none, listed: 3, unreadable: [] });
    expect(await program.ok('records/totals', { search: 'old hand' })).toEqual({ today: none, found: { done: 3, failed: 0, stopped: 0, chips: 2 }, listed: 3, unreadable: [] });
    expect(await program.ok('records/totals', { state: 'failed' })).toEqual({ today: none, found: none, listed: 0, unreadable: [] });
    await provisioned();
    expect(await program.ok('records/totals', {})).toEqual({ today: { done: 1, failed: 0, stopped: 0, chips: 1 }, listed: 4, unreadable: [] });
  });

  it('a journal whose folder cannot be read is named: the list is not just empty', async () => {
    rmSync(journalFolder(), { recursive: true, force: true });
    writeFileSync(journalFolder(), 'a file in its place');
    expect(await program.ok('records/totals', {})).toMatchObject({ listed: 0, unreadable: ['journal'] });
  });
});

describe('the list by pages', () => {
  it('any page of all runs and of a search, in the order of the whole list', async () => {
    written(...Array.from({ length: 250 }, (_, nth) => ({ operator: nth % 2 === 0 ? 'Anna' : 'Bert' })));
    const page = async (request: RequestOf<'records/list'>): Promise<string> => {
      const { rows: found, total } = await program.ok('records/list', request);
      return `${found.length} of ${total}: ${found[0]?.run} to ${found.at(-1)?.run}`;
    };
    expect(await page({})).toBe('100 of 250: r249 to r150');
    expect(await page({ from: 200, count: 100 })).toBe('50 of 250: r49 to r0');
    expect(await page({ search: 'anna' })).toBe('100 of 125: r248 to r50');
    expect(await page({ search: 'anna', from: 100, count: 20 })).toBe('20 of 125: r48 to r10');
    expect(await page({ from: 10, count: 2 })).toBe('2 of 250: r239 to r238');
    expect(await program.ok('records/totals', { search: 'bert' })).toMatchObject({ listed: 125, found: { done: 125 } });
  });
});

describe('the list as CSV', () => {
  it('another reader finds every column, and only the runs of the search', async () => {
    const { run, device } = await provisioned();
    const { name, folder } = await program.ok('records/export', { search: 'anna', state: 'finished' });
    expect(name).toMatch(/^records-\d{4}-\d\d-\d\d\.csv$/);
    const [head = [], row = [], ...more] = parsed(join(folder, name));
    expect(more).toEqual([]);
    expect(Object.fromEntries(head.map((title, at) => [title, row[at]]))).toMatchObject({
      run,
      started: expect.stringMatching(/ [+-]\d\d:\d\d$/),
      ended: expect.stringMatching(/ [+-]\d\d:\d\d$/),
      subjects: 'CN=dev 7, O=Example; CN=signer of updates',
      serial_numbers: expect.stringContaining(judged(device.certificatePem).serial),
      sha256_fingerprints: expect.stringContaining(judged(device.certificatePem).sha256),
      files: 'device.pem; integrity.pem',
      result: 'finished',
      operator: 'Anna Ohm',
      station: hostname(),
      port: 'simulated',
      program_version: version,
    });
    const none = await program.ok('records/export', { search: 'bert' });
    expect(parsed(join(none.folder, none.name))).toHaveLength(1);
  });

  it('cells of any content are one cell, and none is a formula', async () => {
    written({ operator: '=HYPERLINK("http://x","y")', title: 'a "quoted", plan\nin two lines' }, { operator: '+1', station: '@SUM(A1)', boardSerial: '-5' });
    const { name, folder } = await program.ok('records/export', {});
    const [head = [], ...lines] = parsed(join(folder, name));
    const cell = (line: number, title: string): string | undefined => lines[line]?.[head.indexOf(title)];
    expect(lines.map((line) => line.length)).toEqual([head.length, head.length]);
    expect([cell(1, 'operator'), cell(1, 'plan')]).toEqual(['\'=HYPERLINK("http://x","y")', 'a "quoted", plan\nin two lines']);
    expect([cell(0, 'operator'), cell(0, 'station'), cell(0, 'board_serial')]).toEqual(["'+1", "'@SUM(A1)", "'-5"]);
  });
});

describe('a journal of an older program', () => {
  it('has the user as operator and the machine as station, and is found, opened and exported', async () => {
    written({});
    expect(await program.ok('records/open', { run: 'r0' })).toMatchObject({ operator: 'old hand', station: 'bench 2', port: '/dev/ttyACM3', whole: true, endedAt: '2026-03-04T10:00:00.000Z' });
    expect((await rows('ttyACM3 hand')).map(({ run, subjects }) => [run, subjects])).toEqual([['r0', []]]);
    const report = await program.ok('records/report', { run: 'r0', as: 'html' });
    expect(program.saved(report.name)).toContain('Program</th><td><code>not recorded');
  });

  it('an index of an older program is made again', async () => {
    written({});
    await rows('');
    const index = join(journalFolder(), 'index', '2026-03-04.json');
    const { signers: _, files: __, ...older } = (JSON.parse(readFileSync(index, 'utf8')) as { runs: Record<string, unknown>[] }).runs[0] ?? {};
    writeFileSync(index, JSON.stringify({ ...(JSON.parse(readFileSync(index, 'utf8')) as object), version: 2, runs: [older] }));
    // The program's copy in memory counts only while the file is unchanged.
    utimesSync(join(journalFolder(), '2026-03-04.jsonl'), 1, 1);
    expect((await rows('bench 2')).map(({ run }) => run)).toEqual(['r0']);
  });
});
