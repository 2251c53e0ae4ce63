import { writeFileSync } from 'node:fs';
import { beforeEach, expect, it } from 'vitest';
import { commandLine, testStation, type Ran } from './testing/commandLine.ts';

const station = testStation();
const { path } = station;

/** Runs a command on the chip; this answer to it is lost. */
const losing = (answer: string, ...words: string[]): Promise<Ran> =>
  commandLine(['--port', `simulated:v3@${path('chip')}`, '--timeout', '500', ...words], { TRUST_BENCH_STATE_DIR: path('.'), TRUST_BENCH_SIM_FAULTS: `silence@${answer}` });

beforeEach(async () => {
  for (const name of ['signer', 'device']) expect((await station.run('keys', 'new', '--algorithm', 'secp256r1', '--out', path(name), '--certificate', path(`${name}.pem`), '--subject', 'CN=x')).code).toBe(0);
  expect((await losing('SetDataObject#99', 'prepare', '--target', 'e0f1', '--anchor', 'e0e3', '--anchor-certificate', path('signer.pem'), '--update', 'data')).code).toBe(0);
  const built = await station.run('--json', 'dataset', 'build', 'payload_version=1', 'trust_anchor_oid=E0E3', 'target_oid=E0F1', 'sign_algo=ES_256', `priv_key=${path('signer')}`, 'payload_type=key', `key_data=${path('device')}`, 'key_algo=3', 'key_usage=0x10');
  writeFileSync(path('key.json'), built.out);
});

it('a key update: sent, and not proved', async () => {
  const ran = await losing('SetObjectProtected#2', '--json', 'update', '--id', 'e0f1', '--file', path('key.json'));
  expect([ran.code, JSON.parse(ran.out)]).toEqual([0, { id: '0xE0F1', version: { before: 0, after: 1 }, verified: false }]);
  // Now nothing shows whose version it is.
  const again = await losing('SetDataObject#99', '--json', 'update', '--id', 'e0f1', '--file', path('key.json'));
  expect([again.code, JSON.parse(again.out)]).toMatchObject([4, { error: { code: 'plan/key-other-version' } }]);
  expect((await losing('SetDataObject#99', 'prove', '--key', 'e0f1', '--certificate', path('device.pem'))).code).toBe(0);
});

it('a write: written, not "already there"', async () => {
  writeFileSync(path('data'), 'abcd');
  const ran = await losing('SetDataObject#1', '--json', 'object', 'write', '--id', 'f1d4', '--in', path('data'));
  expect([ran.code, JSON.parse(ran.out)]).toMatchObject([0, { written: true, verified: true }]);
});
