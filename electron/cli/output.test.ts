import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

const folder = mkdtempSync(join(tmpdir(), 'trust-bench-output-'));
const file = (name: string): string => join(folder, name);
const cli = join(import.meta.dirname, '..', '..', 'dist', 'cli.js');
afterAll(() => rmSync(folder, { recursive: true }));

/** A shell line in which `tb` is the built command line. */
function shell(line: string) {
  const script = `tb() { "${process.execPath}" "${cli}" "$@"; }\n${line}`;
  const { status, stdout, stderr } = spawnSync('bash', ['-c', script], { encoding: 'utf8', cwd: folder, env: { ...process.env, TRUST_BENCH_STATE_DIR: file('state') } });
  return { code: status, out: stdout, err: stderr };
}

/** One command of each kind that writes its result to standard output, with its own exit code. */
const commands: readonly (readonly [words: string, code: number])[] = [
  ['--help', 0],
  ['--json ports', 0],
  ['--port simulated object list', 0],
  ['--port simulated object read --id e0c2 --as raw', 0],
  ['--port simulated export --as json --out -', 0],
  ['dataset build payload_version=1 trust_anchor_oid=E0E3 priv_key=key.pem target_oid=E0F1 payload_type=key key_algo=3 key_usage=11 key_data=key.pem', 0],
  ['--json demo', 0],
  ['--json --port simulated prove --key e0f0 --certificate e0e0', 1],
  ['--json nonsense', 2],
  ['--json --port simulated:express object read --id e0e1', 4],
];

describe.runIf(process.platform === 'linux')('standard output', () => {
  beforeAll(() => {
    expect(shell('tb keys new --algorithm secp256r1 --out key.pem').code).toBe(0);
  });

  it.each(commands)('%s: on a full disk it is a failure; where the reader closed the pipe, its own code', (words, code) => {
    const full = shell(`tb ${words} > /dev/full`);
    expect(full.code).toBe(code === 0 ? 1 : code);
    expect(full.err).toMatch(/^error: file\/output-lost: .*The disk is full\.$/m);
    const piped = shell(`tb ${words} | true; exit \${PIPESTATUS[0]}`);
    expect([piped.code, piped.err.includes('output-lost')]).toEqual([code, false]);
  });

  it.each(['', '--json '])('a public key made on the chip is told on stderr when stdout does not take it: %skeys generate', (json) => {
    const words = `tb ${json}--port simulated keys generate --id e0f3 --algorithm secp256r1 --usage sign --yes-overwrite e0f3`;
    for (const [line, code] of [[`${words} >/dev/full`, 1], [`${words} | true; exit \${PIPESTATUS[0]}`, 0]] as const) {
      const ran = shell(line);
      expect(ran.code, ran.err).toBe(code);
      expect(ran.err).toMatch(/the public key of 0xE0F3, which the chip does not send again:\n-----BEGIN PUBLIC KEY-----\n[A-Za-z0-9+/=\n]+-----END PUBLIC KEY-----\n/);
    }
    const told = shell(words);
    expect([told.code, told.err.includes('BEGIN PUBLIC KEY')]).toEqual([0, false]);
    expect(shell(`${words} --public key${json === '' ? 1 : 2}.pem >/dev/full`).err).not.toContain('BEGIN PUBLIC KEY');
  });

  it('of several lines, whose reader takes the first', () => {
    expect(shell('tb --port simulated object list | head -1; exit ${PIPESTATUS[0]}')).toMatchObject({ code: 0, err: '' });
  });
});

describe.runIf(process.platform === 'linux')('an stderr that fails stops no run', () => {
  const plan = { format: 'trust-bench-plan', version: 1, title: 'x', steps: ['f1d0', 'f1d1', 'f1d2'].map((id) => ({ id, kind: 'write-object', object: `0x${id.toUpperCase()}`, content: { inline: '010203' }, what: 'x' })) };
  const lines = (day: string): string[] => readFileSync(join(folder, 'state', 'journal', day), 'utf8').split('\n');
  const ended = (): number => readdirSync(join(folder, 'state', 'journal')).filter((day) => day.endsWith('.jsonl')).flatMap(lines).filter((line) => line.includes('"step-ended"') && line.includes('"done"')).length;

  it.each([
    ['closed', '2>&-'],
    ['full', '2>/dev/full'],
    ['a pipe without reader', '2> >(true)'],
    ['a pipe that is full and read by nobody', '2>&3'],
  ])('%s', (_, how) => {
    writeFileSync(file('plan.json'), JSON.stringify(plan));
    rmSync(file('state'), { recursive: true, force: true });
    rmSync(file('chip.json'), { force: true });
    rmSync(file('pipe'), { force: true });
    const ran = shell(`mkfifo pipe; exec 3<>pipe; head -c 65536 /dev/zero >&3; tb --port simulated@chip.json --json run plan.json ${how}`);
    expect(ran.code).toBe(0);
    expect((JSON.parse(ran.out) as { result: { state: string } }).result.state).toBe('finished');
    expect(ended()).toBe(3);
  });

  it('with both closed the chip is still provisioned', () => {
    rmSync(file('chip.json'), { force: true });
    expect(shell('tb --port simulated@chip.json --json run plan.json >/dev/full 2>/dev/full').code).toBe(1);
    expect(shell('tb --json --port simulated@chip.json object read --id f1d2').out).toContain('"010203"');
  });
});
