import { createPublicKey, generateKeyPairSync, verify } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { utf8 } from '../../core/bytes/bytes.ts';
import { encodeSpki } from '../../core/keys/publicKey.ts';
import { must } from '../../core/result/result.ts';
import { seededRandom } from '../../core/keys/testing/random.ts';
import { NotSigned, signingKeyOf } from './stationKey.ts';

let base: string;
beforeEach(() => (base = mkdtempSync(join(tmpdir(), 'trust-bench-station-'))));
afterEach(() => rmSync(base, { recursive: true, force: true }));

const write = (key: string | Buffer): void => writeFileSync(join(base, 'bench-key.pem'), key);
const open = () => signingKeyOf(join(base, 'journal'), seededRandom('station'));
const pem = (der: Buffer): string => `-----BEGIN PRIVATE KEY-----\n${(der.toString('base64').match(/.{1,64}/g) ?? []).join('\n')}\n-----END PRIVATE KEY-----\n`;
const pairOf = (namedCurve: string) => generateKeyPairSync('ec', { namedCurve });

describe('the station key, ready to sign', () => {
  it.each([
    ['a P-256 key in PKCS#8, as this program makes it', 'prime256v1', 'pkcs8'],
    ['a P-256 key in SEC1', 'prime256v1', 'sec1'],
    ['a P-384 key', 'secp384r1', 'pkcs8'],
  ] as const)('%s: its public key and a signature that the runtime accepts', async (_, curve, type) => {
    const { privateKey, publicKey } = pairOf(curve);
    write(privateKey.export({ type, format: 'pem' }));
    const key = await open();
    expect(Buffer.from(encodeSpki(key.publicKey))).toEqual(publicKey.export({ type: 'spki', format: 'der' }));
    expect(verify('sha256', Buffer.from('a text'), { key: publicKey, dsaEncoding: 'ieee-p1363' }, must(await key.sign(utf8('a text'), 'sha256')))).toBe(true);
  });

  it('none yet: it is made, and is the same the next time', async () => {
    const [made, kept] = [await open(), await open()];
    expect(kept.publicKey).toEqual(made.publicKey);
    const publicKey = createPublicKey({ key: Buffer.from(encodeSpki(kept.publicKey)), format: 'der', type: 'spki' });
    expect(verify('sha256', Buffer.from('a text'), { key: publicKey, dsaEncoding: 'ieee-p1363' }, must(await kept.sign(utf8('a text'), 'sha256')))).toBe(true);
  });

  it('a public part that belongs to another key: refused, and the reason names the file', async () => {
    const [own, other] = [pairOf('prime256v1'), pairOf('prime256v1')];
    const der = own.privateKey.export({ type: 'pkcs8', format: 'der' });
    other.publicKey.export({ type: 'spki', format: 'der' }).subarray(-64).copy(der, der.length - 64);
    write(pem(der));
    const refused = await open().catch((thrown: unknown) => thrown);
    expect(refused).toBeInstanceOf(NotSigned);
    expect((refused as NotSigned).reason).toBe('bench-key.pem beside its folder is not a private key.');
  });

  it('two keys in one file: refused', async () => {
    write(`${pem(pairOf('prime256v1').privateKey.export({ type: 'pkcs8', format: 'der' }))}${pem(pairOf('prime256v1').privateKey.export({ type: 'pkcs8', format: 'der' }))}`);
    await expect(open()).rejects.toBeInstanceOf(NotSigned);
  });
});
