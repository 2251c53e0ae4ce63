import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { X509Certificate } from 'node:crypto';
import { hostname, tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { identity } from '../app/testing/program.ts';
import { version } from '../version.ts';
import { commandLine } from './testing/commandLine.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'trust-bench-facts-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const run = (...words: string[]) => commandLine(['--port', `simulated@${join(folder, 'chip.json')}`, ...words], { TRUST_BENCH_STATE_DIR: folder });

interface Started {
  readonly operator?: string;
  readonly station?: string;
  readonly version?: string;
  readonly steps: readonly { readonly certificates?: readonly object[]; readonly files?: readonly string[] }[];
}

/** First lines of the runs in the file. */
function started(): Started[] {
  const name = readdirSync(join(folder, 'journal')).find((file) => file.endsWith('.jsonl')) ?? '';
  const lines = readFileSync(join(folder, 'journal', name), 'utf8').trimEnd().split('\n');
  return lines.filter((line) => line.includes('"what":"run-started"')).map((line) => JSON.parse(line) as Started);
}

describe('what the command line writes into the journal of a run', () => {
  it('operator, station, program; certificate and file name of what it wrote, without the folder', async () => {
    const { certificatePem } = await identity('secp256r1', { subject: 'CN=from the command line' });
    const file = join(folder, 'device.pem');
    writeFileSync(file, certificatePem);
    const done = await run('--operator', 'Bert Volt', 'object', 'write', '--id', '0xE0E1', '--in', file);
    expect(done.code, done.err).toBe(0);
    const { fingerprint256, serialNumber } = new X509Certificate(certificatePem);
    const certificate = { subject: 'CN=from the command line', issuer: 'CN=from the command line', serial: serialNumber.toLowerCase(), sha256: fingerprint256.replaceAll(':', '').toLowerCase() };
    expect(started()).toMatchObject([{ operator: 'Bert Volt', station: hostname(), version, steps: [{ certificates: [certificate], files: ['device.pem'] }] }]);
  });

  it('the names of the files of an import, of a plan, and of the contents that are given to it', async () => {
    const [exported, plan, secret] = [join(folder, 'chip 7.json'), join(folder, 'needs.json'), join(folder, 'from the safe.txt')];
    writeFileSync(exported, JSON.stringify({ f1d5: { data: '0102' } }));
    const imported = await run('import', '--in', exported);
    expect(imported.code, imported.err).toBe(0);
    const content = { id: 'a', kind: 'write-object', object: '0xF1D0', content: { material: 'first', bytes: 8 }, what: 'content' };
    const open = { id: 'b', kind: 'write-object', object: '0xF1D6', content: { inline: '0a0b' }, what: 'content' };
    const hidden = { id: 'a2', kind: 'write-metadata', object: '0xF1D0', changes: '2003e80123', purpose: 'becomes a secret' };
    writeFileSync(plan, JSON.stringify({ format: 'trust-bench-plan', version: 1, title: 'needs', steps: [content, hidden, open] }));
    writeFileSync(secret, '0102030405060708\n');
    const done = await run('run', plan, '--material', `first=${secret}`);
    expect(done.code, done.err).toBe(0);
    expect(started().map(({ steps }) => steps.map(({ files }) => files))).toEqual([[['chip 7.json']], [['needs.json', 'from the safe.txt'], ['needs.json'], ['needs.json']]]);
  });

  it('without the option the name in Settings, and else nobody but the user of the system', async () => {
    const file = join(folder, 'content.hex');
    writeFileSync(file, '0102');
    expect((await run('object', 'write', '--id', '0xF1D5', '--in', file)).code).toBe(0);
    writeFileSync(join(folder, 'settings.json'), JSON.stringify({ theme: 'dark', operator: 'Anna Ohm' }));
    expect((await run('object', 'write', '--id', '0xF1D6', '--in', file)).code).toBe(0);
    writeFileSync(join(folder, 'settings.json'), '{ damaged');
    expect((await run('object', 'write', '--id', '0xF1D7', '--in', file)).code).toBe(0);
    expect(started().map(({ operator }) => operator)).toEqual([undefined, 'Anna Ohm', undefined]);
    expect(readFileSync(join(folder, 'settings.json'), 'utf8'), 'the window\'s file is only read').toBe('{ damaged');
  });

  it.each(['', ' ', 'x'.repeat(81)])('a name that is none: "%s"', async (name) => {
    expect((await run('--operator', name, 'info')).code).toBe(2);
  });
});
