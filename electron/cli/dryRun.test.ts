import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { commandLine } from './testing/commandLine.ts';

const folder = mkdtempSync(join(tmpdir(), 'bench-dry-'));
const path = (name: string): string => join(folder, name);

async function program(...words: string[]): Promise<{ code: number; out: string; err: string }> {
  return commandLine(['--port', `simulated@${path('chip.json')}`, ...words], { TRUST_BENCH_STATE_DIR: folder });
}

const [integrity, certificate, key, secret] = ['integrity.pem', 'integrity-cert.pem', 'key.pem', 'secret.txt'].map(path) as [string, string, string, string];

async function build(target: string, name: string): Promise<void> {
  const { code, out, err } = await program('--json', 'dataset', 'build', 'payload_version=1', 'trust_anchor_oid=E0E3', `target_oid=${target}`, 'sign_algo=ES_256', `priv_key=${integrity}`, 'payload_type=key', `key_data=${key}`, 'key_algo=3', 'key_usage=0x10', `secret=${secret}`, 'secret_oid=F1D1', 'label=test');
  expect(code, err).toBe(0);
  writeFileSync(path(name), out);
}

beforeAll(async () => {
  for (const [pem, cert] of [[integrity, certificate], [key, path('key-cert.pem')]] as const) {
    expect((await program('keys', 'new', '--algorithm', 'secp256r1', '--out', pem, '--certificate', cert, '--subject', 'CN=dry')).code).toBe(0);
  }
  writeFileSync(secret, 'c3'.repeat(64));
  await build('E0F1', 'good.json');
  await build('E0F2', 'refused.json');
  const prepared = await program('prepare', '--target', 'e0f1', '--anchor', 'e0e3', '--anchor-certificate', certificate, '--secret-id', 'f1d1', '--secret', secret, '--update', 'data');
  expect(prepared.code, prepared.err).toBe(0);
  const closed = await program('object', 'metadata', '--id', 'f1d1', '--set', '{"read":"never"}');
  expect(closed.code, closed.err).toBe(0);
});
afterAll(() => rmSync(folder, { recursive: true }));

it('what cannot be tried is not said to go through, in words and in JSON', async () => {
  const said = await program('update', '--id', 'e0f1', '--file', path('good.json'), '--dry-run');
  expect(said).toMatchObject({ code: 0, out: '0xE0F1 may be accepted; it is not certain: The secret in 0xF1D1 cannot be read: only the chip can show whether it decrypts the data set.\n' });
  const { code, out } = await program('--json', 'update', '--id', 'e0f1', '--file', path('good.json'), '--dry-run');
  expect([code, JSON.parse(out)]).toMatchObject([0, { id: '0xE0F1', verified: false, rehearsal: { goesThrough: false, verdict: 'not-all-tried', steps: [{ rehearsal: 'not-rehearsable' }] } }]);
});

it('what is certain to be refused is refused, though it cannot be tried: exit 4, nothing sent', async () => {
  const { code, out } = await program('--json', 'update', '--id', 'e0f2', '--file', path('refused.json'), '--dry-run');
  expect([code, JSON.parse(out)]).toMatchObject([4, { error: { code: 'chip/refused' }, rehearsal: { goesThrough: false, verdict: 'refused', steps: [{ rehearsal: 'refused' }] } }]);
});

it('a dry run that tried every step says so', async () => {
  const said = await program('prepare', '--target', 'e0f3', '--anchor', 'e0e3', '--anchor-certificate', certificate, '--update', 'data', '--dry-run');
  expect(said).toMatchObject({ code: 0, out: '0xE0F3: rehearsed; nothing was sent\n' });
});
