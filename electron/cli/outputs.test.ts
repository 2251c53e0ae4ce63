import { existsSync, mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { build } from './commandTree.ts';
import { Command, type CommandUnknownOpts } from '@commander-js/extra-typings';
import { encodeJobFile, newJobFile } from '../../core/job/jobFile.ts';
import { sampleJob } from '../../core/job/testing/sampleJob.ts';
import { commandLine } from './testing/commandLine.ts';

const folder = mkdtempSync(join(tmpdir(), 'bench-outputs-'));
const file = (name: string): string => join(folder, name);
const before = process.cwd();
// Folder in which a file named "-" would be made.
const empty = file('here');

async function run(...words: string[]) {
  return commandLine(words, { TRUST_BENCH_STATE_DIR: file('state') });
}
const json = (text: string): Record<string, unknown> => JSON.parse(text) as Record<string, unknown>;

let [bundle, chipId] = ['', ''];
const sample = file('sample');
const keyFile = join(sample, 'transport-key.txt');
const set = file('set.txt');
beforeAll(async () => {
  expect((await run('bundle', 'make-sample', '--chips', '2', '--out', sample)).code).toBe(0);
  bundle = join(sample, readdirSync(sample).find((name) => name.endsWith('.7z')) ?? '');
  chipId = readdirSync(sample).find((name) => name.startsWith('chip-'))?.slice(5, 25) ?? '';
  for (const name of ['integrity', 'device']) expect((await run('keys', 'new', '--algorithm', 'secp256r1', '--out', file(`${name}.pem`))).code).toBe(0);
  const built = await run('dataset', 'build', 'payload_version=1', 'trust_anchor_oid=E0E3', `priv_key=${file('integrity.pem')}`, 'target_oid=E0F1', 'payload_type=key', 'key_algo=3', 'key_usage=11', `key_data=${file('device.pem')}`);
  writeFileSync(set, built.out);
  mkdirSync(empty);
});
beforeEach(() => process.chdir(empty));
afterAll(() => {
  process.chdir(before);
  rmSync(folder, { recursive: true });
});

describe('--out - is standard output: what a file would hold', () => {
  it.each([
    ['object read', () => ['--port', 'simulated', 'object', 'read', '--id', 'e0e0', '--as', 'pem']],
    ['object read, bytes', () => ['--port', 'simulated', 'object', 'read', '--id', 'e0e0', '--as', 'der']],
    ['export', () => ['--port', 'simulated', 'export', '--as', 'json']],
    ['dataset header', () => ['dataset', 'header', set, '--kind', 'ecc_key']],
    ['job report', () => (writeFileSync(file('a.tbjob'), encodeJobFile(newJobFile(sampleJob))), ['job', 'report', '--job', file('a.tbjob'), '--as', 'html'])],
    ['bundle header', () => ['bundle', 'header', bundle, '--chip', chipId, '--transport-key-file', keyFile, '--yes-in-clear', basename(bundle).split('_')[0] ?? '']],
  ] as const)('%s', async (_, words) => {
    const [shown, written] = [await run(...words(), '--out', '-'), await run(...words(), '--out', file('out'))];
    expect([shown.code, written.code], shown.err).toEqual([0, 0]);
    expect(shown.out.trimEnd()).toBe(readFileSync(file('out'), 'latin1').trimEnd());
    const document = await run('--json', ...words(), '--out', '-');
    expect(Object.keys(json(document.out)).length, 'one JSON document').toBeGreaterThan(1);
    expect(readdirSync(empty)).toEqual([]);
  });

  it('what an export leaves out is said on stderr then, and the chip is in the JSON document', async () => {
    const shown = await run('--port', 'simulated:express', 'export', '--as', 'json', '--out', '-');
    expect(shown.err).toMatch(/^warning: left out: 0xE0E1 /m);
    expect(json((await run('--json', '--port', 'simulated:express', 'export', '--as', 'json', '--out', '-')).out)['chip']).toEqual(json(shown.out));
  });
});

describe('where a name is needed, - is wrong usage, and nothing was done', () => {
  const recipientless = ['--as', 'csv', '--yes-in-clear', 'x'];
  it.each([
    ['a private key', () => ['keys', 'new', '--algorithm', 'secp256r1', '--out', '-']],
    ['a certificate beside it', () => ['keys', 'new', '--algorithm', 'secp256r1', '--out', 'k.pem', '--certificate', '-']],
    ['a request beside it', () => ['keys', 'new', '--algorithm', 'secp256r1', '--out', 'k.pem', '--csr', '-']],
    ['a public key', () => ['--port', 'simulated', 'keys', 'generate', '--id', 'e0f1', '--algorithm', 'secp256r1', '--usage', 'sign', '--public', '-']],
    ['a folder', () => ['--port', 'simulated', 'export', '--as', 'otc', '--out', '-']],
    ['the secrets of a reel', () => ['bundle', 'export', bundle, ...recipientless, '--out', '-', '--transport-key-file', keyFile]],
    ['a sample', () => ['bundle', 'make-sample', '--out', '-']],
    ['the files of the demo', () => ['demo', '--keep', '-']],
    ['a data set beside its console form', () => ['dataset', 'build', 'payload_version=1', 'trust_anchor_oid=E0E3', `priv_key=${file('integrity.pem')}`, 'target_oid=E0F1', 'payload_type=key', 'key_algo=3', 'key_usage=11', `key_data=${file('device.pem')}`, 'dataset_to_file=-']],
  ] as const)('%s', async (_, words) => {
    const { code, out, err } = await run(...words());
    expect([code, out]).toEqual([2, '']);
    expect(err).toMatch(/^error: usage\/bad-option: .*standard output/m);
    expect(readdirSync(empty)).toEqual([]);
    expect(existsSync('-')).toBe(false);
  });
});

it('every option that names a file to write knows about -', () => {
  const program = new Command('trust-bench');
  build(program, { options: () => () => Promise.resolve(), argument: () => () => Promise.resolve() }, { out: () => undefined, err: () => undefined, environment: {}, version: '0' });
  const all = (command: CommandUnknownOpts): CommandUnknownOpts[] => [command, ...command.commands.flatMap(all)];
  const unaware = all(program).flatMap((command) =>
    command.options.filter(({ long, parseArg }) => /^--(out|plan-out|csr|public|keep|state)$/.test(long ?? '') && parseArg === undefined).map(({ long }) => `${command.parent?.name() ?? ''} ${command.name()} ${long ?? ''}`),
  );
  // These are standard output themselves: above.
  expect(unaware.toSorted()).toEqual(['bundle header --out', 'dataset header --out', 'job report --out', 'object read --out', 'trust-bench export --out']);
});
