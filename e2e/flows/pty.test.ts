import { execFileSync, spawn, type ChildProcess } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'playwright/test';
import { root } from '../fixture.ts';
import { hasSocat } from '../harness/socat.ts';

const program = join(root, 'electron', 'build', 'cli.mjs');

/** The simulator is a program behind a pty. Every command uses the real serialport. */
test.describe('the command line over a pty (needs socat)', () => {
  test.skip(!hasSocat(), 'socat is not installed');

  let folder: string;
  let port: string;
  let peer: ChildProcess;

  test.beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'trust-bench-pty-'));
    port = join(folder, 'ttyBRIDGE');
    peer = spawn('socat', [`pty,rawer,link=${port}`, `exec:${process.execPath} ${program} simulate --stdio --state ${join(folder, 'chip.json')}`], { stdio: 'ignore' });
    for (let waits = 0; waits < 500 && !existsSync(port); waits++) await new Promise((resolve) => setTimeout(resolve, 20));
  });
  test.afterAll(() => {
    peer.kill();
    rmSync(folder, { recursive: true, force: true, maxRetries: 3 });
  });

  const file = (name: string): string => join(folder, name);
  const run = (...words: string[]): string =>
    execFileSync(process.execPath, [program, ...words], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'], env: { ...process.env, TRUST_BENCH_STATE_DIR: folder } });
  const onPort = (...words: string[]): unknown => JSON.parse(run(...words, '--port', port, '--json'));

  test('the whole procedure, command by command', () => {
    expect(onPort('info')).toMatchObject({ port, family: 'trust-m-v3', build: '2440' });
    for (const name of ['integrity', 'device']) run('keys', 'new', '--algorithm', 'secp256r1', '--out', file(`${name}.pem`), '--certificate', file(`${name}-cert.pem`), '--subject', `CN=${name}`);
    expect(onPort('object', 'write', '--id', 'e0e1', '--in', file('device-cert.pem'))).toMatchObject({ written: true, verified: true });
    expect(onPort('object', 'read', '--id', 'e0e1')).toMatchObject({ id: '0xE0E1' });
    expect(onPort('object', 'metadata', '--id', 'e0e1')).toMatchObject({ pretty: { type: 'device_cert' } });
    expect(onPort('prepare', '--target', 'e0f1', '--anchor', 'e0e3', '--anchor-certificate', file('integrity-cert.pem'), '--lock-anchor', '--update', 'both', '--flush', '--yes-lock', 'e0e3', '--plan-out', file('plan.json'))).toMatchObject({ result: { state: 'finished' } });
    const built = run('dataset', 'build', 'payload_version=1', 'trust_anchor_oid=E0E3', 'target_oid=E0F1', `priv_key=${file('integrity.pem')}`, 'payload_type=key', 'key_algo=3', 'key_usage=11', `key_data=${file('device.pem')}`);
    writeFileSync(file('key.txt'), built);
    expect(JSON.parse(run('dataset', 'inspect', file('key.txt'), '--certificate', file('integrity-cert.pem'), '--json'))).toMatchObject({ signature: 'valid' });
    expect(onPort('update', '--id', 'e0f1', '--file', file('key.txt'))).toEqual({ id: '0xE0F1', version: { before: 0, after: 1 }, verified: true });
    expect(onPort('prove', '--key', 'e0f1', '--certificate', 'e0e1')).toMatchObject({ proved: true });
    expect(onPort('run', file('plan.json'))).toMatchObject({ result: { state: 'finished' } });
  });
});
