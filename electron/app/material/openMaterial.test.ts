import { createPrivateKey, generateKeyPairSync, pbkdf2Sync, createCipheriv } from 'node:crypto';
import { afterAll, expect, it } from 'vitest';
import { utf8 } from '../../../core/bytes/bytes.ts';
import { toBase64 } from '../../../core/keys/base64.ts';
import { derNull, objectIdentifier, octetString, sequence } from '../../../core/keys/der.ts';
import { count, pbkdf2Locked, scryptLocked } from '../../../core/keys/testing/locked.ts';
import { openProgram } from '../testing/program.ts';
import { openMaterial } from './openMaterial.ts';

const program = openProgram();
afterAll(async () => (await program).close());

const pem = (der: Uint8Array): string => `-----BEGIN ENCRYPTED PRIVATE KEY-----\n${toBase64(der)}\n-----END ENCRYPTED PRIVATE KEY-----\n`;

/** Makes a P-256 key file, encrypted with this many rounds by the system's crypto. */
function lockedBy(rounds: number, password: string): string {
  const key = createPrivateKey(generateKeyPairSync('ec', { namedCurve: 'P-256', privateKeyEncoding: { type: 'pkcs8', format: 'pem' }, publicKeyEncoding: { type: 'spki', format: 'pem' } }).privateKey);
  const [salt, iv] = [Buffer.alloc(16, 1), Buffer.alloc(16, 2)];
  const cipher = createCipheriv('aes-256-cbc', pbkdf2Sync(password, salt, rounds, 32, 'sha512'), iv);
  const encrypted = Buffer.concat([cipher.update(key.export({ type: 'pkcs8', format: 'der' })), cipher.final()]);
  const kdf = sequence(objectIdentifier('1.2.840.113549.1.5.12'), sequence(octetString(salt), count(rounds), sequence(objectIdentifier('1.2.840.113549.2.11'), derNull())));
  const parameters = sequence(kdf, sequence(objectIdentifier('2.16.840.1.101.3.4.1.42'), octetString(iv)));
  return pem(sequence(sequence(objectIdentifier('1.2.840.113549.1.5.13'), parameters), octetString(encrypted)));
}

it('a key with 1,400,000 rounds is opened, and this thread is free meanwhile', { timeout: 120_000 }, async () => {
  const text = utf8(lockedBy(1_400_000, 'right'));
  let ticks = 0;
  const timer = setInterval(() => (ticks += 1), 5);
  const found = await openMaterial(text, { file: 'slow.pem', password: 'right' });
  clearInterval(timer);
  expect(found).toMatchObject({ ok: true, value: { keys: [{ algorithm: 'secp256r1' }], certificates: [] } });
  expect(ticks).toBeGreaterThan(20);
});

it('what takes too long is given up, and said', async () => {
  const found = await openMaterial(pbkdf2Locked(1_400_000), { file: 'slow.der', password: 'a' }, 1);
  expect(found).toMatchObject({ ok: false, fault: { code: 'key/unsupported-encryption' } });
});

it('a worker that fails is said to have failed, not to have taken too long', async () => {
  // The worker refuses a password that is not a text.
  const found = await openMaterial(pbkdf2Locked(1_000), { file: 'a.der', password: 1 as never });
  expect(found).toMatchObject({ ok: false, fault: { code: 'key/not-opened', data: { file: 'a.der' } } });
});

it('the window: a wrong password, more rounds than are taken, more memory than is taken', { timeout: 120_000 }, async () => {
  const { take, fault, ok } = await program;
  const good = await take('good.pem', lockedBy(600_000, 'right'));
  expect((await fault('keys/open', { ticket: good })).code).toBe('key/encrypted');
  expect((await fault('keys/open', { ticket: good, password: 'wrong' })).code).toBe('key/wrong-password');
  expect((await ok('keys/open', { ticket: good, password: 'right' })).items).toHaveLength(1);
  const many = await take('many.pem', pem(pbkdf2Locked(20_000_000)));
  const large = await take('large.pem', pem(scryptLocked(2 ** 20, 8, 1)));
  for (const slot of ['keys', 'wizard', 'datasets'] as const) {
    const open = (ticket: string) =>
      slot === 'keys' ? fault('keys/open', { ticket, password: 'a' }) : slot === 'wizard' ? fault('wizard/material', { slot: 'device', ticket, password: 'a' }) : fault('datasets/give', { slot: 'signer', ticket, password: 'a' });
    expect(await open(many), slot).toMatchObject({ code: 'key/unsupported-encryption', data: { name: expect.stringContaining('20,000,000') } });
    expect(await open(large), slot).toMatchObject({ code: 'key/unsupported-encryption', data: { name: expect.stringContaining('1,048,576') } });
  }
});
