import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { pbkdf2Locked, pkcs12Locked, scryptLocked } from '../../core/keys/testing/locked.ts';
import { encodePem } from '../../core/keys/pem.ts';
import { commandLine } from './testing/commandLine.ts';

const folder = mkdtempSync(join(tmpdir(), 'bench-locked-'));
afterAll(() => rmSync(folder, { recursive: true }));

function file(name: string, content: string | Uint8Array): string {
  writeFileSync(join(folder, name), content);
  return join(folder, name);
}

it.each([
  ['PBKDF2', encodePem('ENCRYPTED PRIVATE KEY', pbkdf2Locked(20_000_000)), 'PBKDF2 with 20,000,000 iterations; at most 1,500,000 are allowed'],
  ['scrypt', encodePem('ENCRYPTED PRIVATE KEY', scryptLocked(2 ** 20, 8, 1)), 'scrypt with N = 1,048,576, r = 8, p = 1; at most N × r × p = 2,097,152 is allowed'],
  ['PKCS#12', pkcs12Locked(2 ** 31 - 1), '2,147,483,647 rounds of the key derivation of PKCS#12 for the check value; at most 200,000 are allowed for that'],
])('a key whose password would take hours is refused at once, with the command that converts it: %s', async (_, content, why) => {
  const words = ['dataset', 'build', 'payload_version=1', 'trust_anchor_oid=E0E3', 'target_oid=E0F1', `priv_key=${file('slow.pem', content)}`, 'payload_type=data', `data=${file('data.txt', '0011')}`, '--password', file('password.txt', 'password\n')];
  const started = process.cpuUsage();
  const { code, out, err } = await commandLine(words, { TRUST_BENCH_STATE_DIR: folder });
  expect([code, out]).toEqual([1, '']);
  expect(err).toContain('error: key/unsupported-encryption');
  expect(err).toContain(why);
  expect(err).toContain('openssl pkcs8 -topk8 -v2 aes-256-cbc');
  // Processor time, in microseconds.
  expect(process.cpuUsage(started).user).toBeLessThan(1_000_000);
});
