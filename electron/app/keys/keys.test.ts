import { execFileSync } from 'node:child_process';
import { readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { toHex } from '../../../core/bytes/hex.ts';
import type { RequestOf } from '../../../core/contract/operations.ts';
import { workshopAlgorithms, type WorkshopItem } from '../../../core/contract/keys.ts';
import { openProgram, identity, type TestProgram } from '../testing/program.ts';
import { strangeKeys } from '../testing/strangeKeys.ts';

let program: TestProgram;
beforeEach(async () => {
  program = await openProgram();
});
afterEach(() => program.close());

const openssl = (...args: string[]): string => execFileSync('openssl', args, { encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] });
const certify: Omit<RequestOf<'keys/certify'>, 'id' | 'subject'> = { days: 30, usage: [], isCa: false };

async function make(algorithm: WorkshopItem['algorithm'] & (typeof workshopAlgorithms)[number], name = 'key'): Promise<string> {
  return (await program.ok('keys/new', { algorithm, name })).selected ?? '';
}

async function saved(id: string, part: 'key' | 'certificate' | 'csr' | 'public', password?: string): Promise<string> {
  const { name, folder } = await program.ok('keys/save', { id, part, ...(password === undefined ? {} : { password }) });
  return join(folder, name);
}

describe('the key workshop', () => {
  it.each(workshopAlgorithms.filter((name) => !name.startsWith('aes')))('%s: key, certificate and request; openssl verifies them', async (algorithm) => {
    const id = await make(algorithm);
    await program.ok('keys/certify', { ...certify, id, subject: 'CN=Device, O=Example', usage: ['digitalSignature', 'keyAgreement'] });
    const view = await program.ok('keys/request', { id, subject: 'CN=Device' });
    expect(view.items[0]).toMatchObject({ kind: 'private', unsaved: true, csr: { subject: 'CN=Device' }, certificate: { subject: 'CN=Device, O=Example' } });
    const [key, certificate, csr] = [await saved(id, 'key'), await saved(id, 'certificate'), await saved(id, 'csr')];
    expect(statSync(key).mode & 0o777).toBe(0o600);
    expect(openssl('verify', '-check_ss_sig', '-CAfile', certificate, certificate)).toContain('OK');
    expect(openssl('req', '-in', csr, '-noout', '-verify', '-subject')).toContain('Device');
    expect(openssl('pkey', '-in', key, '-pubout')).toBe(openssl('x509', '-in', certificate, '-noout', '-pubkey'));
  });

  it('saves encrypted when asked, and reads it back with the password alone', async () => {
    const id = await make('secp521r1');
    const path = await saved(id, 'key', 'correct horse');
    expect(readFileSync(path, 'utf8')).toContain('BEGIN ENCRYPTED PRIVATE KEY');
    openssl('pkey', '-in', path, '-passin', 'pass:correct horse', '-noout');
    const ticket = await program.take('again.pem', readFileSync(path));
    expect((await program.fault('keys/open', { ticket })).code).toBe('key/encrypted');
    expect((await program.fault('keys/open', { ticket, password: 'wrong' })).code).toBe('key/wrong-password');
    const view = await program.ok('keys/open', { ticket, password: 'correct horse' });
    expect(view.items.map(({ fingerprint }) => fingerprint)).toEqual([view.items[0]?.fingerprint, view.items[0]?.fingerprint]);
  });

  it('a device certificate that openssl lets sign others is not named a CA; a CA that is made here is', async () => {
    const pem = openssl('req', '-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes', '-keyout', '-', '-subj', '/CN=dev 1', '-days', '30');
    const opened = await program.ok('keys/open', { ticket: await program.take('dev-1.pem', pem) });
    expect(opened.items.map(({ certificate, isCa, namedCa }) => [certificate?.subject, isCa, namedCa])).toEqual([['CN=dev 1', true, false]]);
    const id = await make('secp256r1', 'ca');
    const made = await program.ok('keys/certify', { ...certify, id, subject: 'CN=CA', usage: ['keyCertSign'], isCa: true });
    expect(made.items.find((item) => item.id === id)).toMatchObject({ isCa: true, namedCa: true });
  });

  it('a CA of the user signs a request; openssl verifies the chain', async () => {
    const ca = await make('brainpoolp384r1', 'ca');
    await program.ok('keys/certify', { id: ca, subject: 'CN=CA', days: 100, usage: ['keyCertSign'], isCa: true });
    const foreign = await make('rsa2048', 'foreign');
    await program.ok('keys/request', { id: foreign, subject: 'CN=Foreign' });
    const opened = await program.ok('keys/open', { ticket: await program.take('r.csr', readFileSync(await saved(foreign, 'csr'))) });
    const id = opened.selected ?? '';
    expect(opened.items.find((item) => item.id === id)).toMatchObject({ kind: 'csr' });
    const signed = await program.ok('keys/sign-request', { ...certify, id, ca });
    expect(signed.items.find((item) => item.id === id)?.certificate).toMatchObject({ subject: 'CN=Foreign', issuer: 'CN=CA' });
    expect(openssl('verify', '-CAfile', await saved(ca, 'certificate'), await saved(id, 'certificate'))).toContain('OK');
    const noCa = await make('secp256r1', 'no-ca');
    expect((await program.fault('keys/sign-request', { ...certify, id, ca: noCa })).code).toBe('wizard/missing');
  });

  it('a request that is signed with SHA-1 is said to be that, and not to be false', async () => {
    const id = await make('secp256r1');
    const csr = await program.take('old.csr', openssl('req', '-new', '-sha1', '-subj', '/CN=Old device', '-key', await saved(id, 'key')));
    expect(await program.fault('keys/open', { ticket: csr })).toMatchObject({ code: 'csr/unsupported-signature', data: { algorithm: 'ECDSA-SHA1' } });
  });

  it('a key that signs certificates is only given to a CA', async () => {
    const id = await make('secp256r1');
    expect((await program.fault('keys/certify', { ...certify, id, subject: 'CN=x', usage: ['keyCertSign'] })).code).toBe('certificate/usage-of-a-ca');
    await program.ok('keys/certify', { ...certify, id, subject: 'CN=CA', usage: ['keyCertSign'], isCa: true });
    await program.ok('keys/request', { id, subject: 'CN=x' });
    expect((await program.fault('keys/sign-request', { ...certify, id, ca: id, usage: ['keyCertSign'] })).code).toBe('certificate/usage-of-a-ca');
  });

  it('AES keys: hexadecimal text, for the owner alone; no certificate', async () => {
    const id = await make('aes192');
    const path = await saved(id, 'key');
    expect(readFileSync(path, 'utf8')).toMatch(/^[0-9a-f]{48}\n$/);
    expect(statSync(path).mode & 0o777).toBe(0o600);
    expect((await program.fault('keys/certify', { ...certify, id, subject: 'CN=x' })).code).toBe('key/not-a-key');
    const again = await program.ok('keys/open', { ticket: await program.take('aes.txt', readFileSync(path)) });
    expect(again.items.at(-1)).toMatchObject({ kind: 'aes', algorithm: 'aes192' });
  });

  it('refuses by name what the chip does not take, and bad subjects', async () => {
    const open = async (text: string) => (await program.fault('keys/open', { ticket: await program.take('k.pem', text) })).code;
    expect(await open(strangeKeys.p224)).toBe('key/unsupported-curve');
    expect(await open(strangeKeys.ed25519)).toBe('key/unsupported-algorithm');
    expect(await open(openssl('genpkey', '-algorithm', 'RSA', '-pkeyopt', 'rsa_keygen_bits:4096'))).toBe('key/rsa-size');
    expect(await open('hello')).toBe('key/not-a-key');
    const id = await make('secp256r1');
    expect((await program.fault('keys/certify', { ...certify, id, subject: 'Device' })).code).toBe('certificate/bad-subject');
  });

  it('never lets a private key out: replies and events', async () => {
    const pair = await identity('secp256r1');
    const secret = toHex(pair.key.secret.open((bytes) => bytes.slice()));
    const view = await program.ok('keys/open', { ticket: await program.take('k.pem', pair.keyPem + pair.certificatePem) });
    expect(view.items).toHaveLength(1);
    const ticket = await program.ok('keys/ticket', { id: view.selected ?? '' });
    const all = JSON.stringify([view, ticket, program.events, await program.ok('keys/list', {})]);
    expect(all).not.toContain(secret);
    expect(all).not.toContain('PRIVATE KEY');
    expect((await program.ok('keys/forget', { id: view.selected ?? '' })).items).toEqual([]);
  });
});
