import { FlattenedSign, flattenedVerify, importPKCS8, importSPKI } from 'jose';
import { describe, expect, it } from 'vitest';
import { utf8 } from '../bytes/bytes.ts';
import { toHex } from '../bytes/hex.ts';
import { toBase64Url } from '../keys/base64.ts';
import { integer, sequence } from '../keys/der.ts';
import { encodePrivateKeyPem, generateKey, type PrivateKey } from '../keys/privateKey.ts';
import { encodeSpki, type PublicKey } from '../keys/publicKey.ts';
import { checkHere } from '../keys/signer.ts';
import { openssl, opensslText } from '../keys/testing/openssl.ts';
import { seededRandom } from '../keys/testing/random.ts';
import { testSigner } from '../keys/testing/testSigner.ts';
import { must } from '../result/result.ts';
import { canonicalJson } from './canonical.ts';
import type { JobFile, JobSignature } from './job.ts';
import { decodeJobFile, encodeJobFile, newJobFile } from './jobFile.ts';
import { signerFingerprint, signJob, verifySignatures } from './signature.ts';
import { sampleJob } from './testing/sampleJob.ts';

const keyOf = (algorithm: 'secp256r1' | 'secp384r1' | 'secp521r1' | 'rsa2048' | 'rsa1024' | 'brainpoolp256r1', seed = ''): Promise<PrivateKey> => generateKey(algorithm, seededRandom(algorithm + seed));
const spkiPem = (key: PublicKey): string => `-----BEGIN PUBLIC KEY-----\n${Buffer.from(encodeSpki(key)).toString('base64')}\n-----END PUBLIC KEY-----\n`;
const unsigned = newJobFile(sampleJob);
const payload = toBase64Url(canonicalJson(unsigned.json));
const signed = async (...keys: PrivateKey[]): Promise<JobFile> => {
  let file: JobFile = unsigned;
  for (const key of keys) file = must(await signJob(file, testSigner(key), 'signer.pem'));
  return file;
};
const states = (file: JobFile, ...trusted: PrivateKey[]): string[] => verifySignatures(file, trusted.map(({ publicKey }) => publicKey), checkHere).map(({ state }) => state);
/** The sample with one signature, whose header is this JSON text. */
async function withHeader(key: PrivateKey, text: string): Promise<JobFile> {
  const header = toBase64Url(utf8(text));
  const signature = must(await testSigner(key).sign(utf8(`${header}.${payload}`), 'sha256'));
  return { ...unsigned, signatures: [{ protected: header, signature: toBase64Url(signature) }] };
}

const algorithms = [['secp256r1', 'ES256'], ['secp384r1', 'ES384'], ['secp521r1', 'ES512'], ['rsa2048', 'RS256']] as const;

describe('the signature of a job', () => {
  it.each(algorithms)('of a %s key is %s, and jose verifies it', async (algorithm, alg) => {
    const key = await keyOf(algorithm);
    const file = await signed(key);
    expect(states(file, key)).toEqual(['valid']);
    const [one] = file.signatures as [JobSignature];
    const kid = toHex(openssl('dgst -sha256 -binary', encodeSpki(key.publicKey)));
    expect(JSON.parse(Buffer.from(one.protected, 'base64url').toString())).toEqual({ alg, typ: 'tbjob', kid });
    const verified = await flattenedVerify({ ...one, payload }, await importSPKI(spkiPem(key.publicKey), alg));
    expect(new TextDecoder().decode(verified.payload)).toBe(new TextDecoder().decode(canonicalJson(unsigned.json)));
  });

  it.each(algorithms)('that jose makes with a %s key is valid', async (algorithm, alg) => {
    const key = await keyOf(algorithm);
    const jose = await new FlattenedSign(canonicalJson(unsigned.json)).setProtectedHeader({ alg, typ: 'tbjob', kid: signerFingerprint(key.publicKey) }).sign(await importPKCS8(encodePrivateKeyPem(key), alg));
    expect(states({ ...unsigned, signatures: [{ protected: jose.protected as string, signature: jose.signature }] }, key)).toEqual(['valid']);
  });

  it('openssl verifies it', async () => {
    const key = await keyOf('secp256r1');
    const [one] = (await signed(key)).signatures as [JobSignature];
    const raw = Buffer.from(one.signature, 'base64url');
    const der = sequence(integer(raw.subarray(0, 32)), integer(raw.subarray(32)));
    expect(opensslText('dgst -sha256 -verify @0 -signature @1', `${one.protected}.${payload}`, [spkiPem(key.publicKey), der])).toBe('Verified OK\n');
  });

  it('stays valid in a file with other blanks and another order', async () => {
    const key = await keyOf('secp256r1');
    const { job, signatures } = JSON.parse(encodeJobFile(await signed(key))) as { job: Record<string, unknown>; signatures: unknown };
    const file = must(decodeJobFile(utf8(JSON.stringify({ signatures, job: Object.fromEntries(Object.entries(job).reverse()) })), 'a.tbjob'));
    expect(states(file, key)).toEqual(['valid']);
  });

  it.each([['quantity', 201], ['title', 'Sensor nodez'], ['validUntil', '2027-12-31T23:59:59Z'], ['confirmed', []], ['varies', []]])('is wrong once %s is changed', async (name, value) => {
    const key = await keyOf('secp256r1');
    const text = JSON.parse(encodeJobFile(await signed(key))) as { job: Record<string, unknown> };
    text.job[name] = value;
    expect(states(must(decodeJobFile(utf8(JSON.stringify(text)), 'a.tbjob')), key)).toEqual(['wrong']);
  });

  it('proves nothing when its key is not trusted here', async () => {
    const [key, other] = [await keyOf('secp256r1'), await keyOf('secp256r1', 'other')];
    const file = await signed(key);
    expect(verifySignatures(file, [other.publicKey], checkHere)).toEqual([{ state: 'stranger', fingerprint: signerFingerprint(key.publicKey) }]);
    expect(verifySignatures(file, [], checkHere)).toEqual([{ state: 'stranger', fingerprint: signerFingerprint(key.publicKey) }]);
  });

  it('is wrong when it names a trusted key but another key made it', async () => {
    const [key, other] = [await keyOf('secp256r1'), await keyOf('secp256r1', 'other')];
    const [one] = (await signed(key)).signatures as [JobSignature];
    const forged = must(await testSigner(other).sign(utf8(`${one.protected}.${payload}`), 'sha256'));
    expect(states({ ...unsigned, signatures: [{ ...one, signature: toBase64Url(forged) }] }, key)).toEqual(['wrong']);
  });

  it('has a verdict of its own when there are several', async () => {
    const [a, b, c] = [await keyOf('secp256r1'), await keyOf('rsa2048'), await keyOf('secp384r1')];
    const file = await signed(a, b, c);
    const [first, second, third] = file.signatures as [JobSignature, JobSignature, JobSignature];
    const spoilt = { ...file, signatures: [first, { ...second, signature: `A${second.signature.slice(1)}` === second.signature ? `B${second.signature.slice(1)}` : `A${second.signature.slice(1)}` }, third] };
    expect(states(spoilt, a, b)).toEqual(['valid', 'wrong', 'stranger']);
  });

  it('replaces an earlier signature of the same key', async () => {
    const key = await keyOf('secp256r1');
    const file = await signed(key, await keyOf('secp384r1'), key);
    expect([file.signatures.length, states(file, key)]).toEqual([2, ['stranger', 'valid']]);
  });

  it.each(['rsa1024', 'brainpoolp256r1'] as const)('is not made with a %s key', async (algorithm) => {
    const made = await signJob(unsigned, testSigner(await keyOf(algorithm)), 'signer.pem');
    expect(made).toMatchObject({ ok: false, fault: { code: 'job/signer-algorithm', data: { signer: 'signer.pem' } } });
  });
});

describe('a header that is not that of a job\'s signature is refused, whoever signed it', () => {
  const kid = async (): Promise<string> => signerFingerprint((await keyOf('secp256r1')).publicKey);
  it.each([
    ['alg none', (id: string) => ({ alg: 'none', typ: 'tbjob', kid: id }), 'wrong is "alg"'],
    ['alg HS256', (id: string) => ({ alg: 'HS256', typ: 'tbjob', kid: id }), 'wrong is "alg"'],
    ['alg PS256', (id: string) => ({ alg: 'PS256', typ: 'tbjob', kid: id }), 'wrong is "alg"'],
    ['alg RS256 for a P-256 key', (id: string) => ({ alg: 'RS256', typ: 'tbjob', kid: id }), 'Its header says RS256; signatures of this key are ES256.'],
    ['alg ES384 for a P-256 key', (id: string) => ({ alg: 'ES384', typ: 'tbjob', kid: id }), 'Its header says ES384; signatures of this key are ES256.'],
    ['another typ', (id: string) => ({ alg: 'ES256', typ: 'JWT', kid: id }), 'wrong is "typ"'],
    ['no typ', (id: string) => ({ alg: 'ES256', kid: id }), 'wrong is "typ"'],
    ['no kid', () => ({ alg: 'ES256', typ: 'tbjob' }), 'wrong is "kid"'],
    ['crit', (id: string) => ({ alg: 'ES256', typ: 'tbjob', kid: id, crit: ['exp'], exp: 1 }), 'Its header has "crit", "exp"'],
    ['b64', (id: string) => ({ alg: 'ES256', typ: 'tbjob', kid: id, b64: false }), 'Its header has "b64"'],
    ['an embedded key', (id: string) => ({ alg: 'ES256', typ: 'tbjob', kid: id, jwk: { kty: 'EC' } }), 'Its header has "jwk"'],
    ['an embedded certificate', (id: string) => ({ alg: 'ES256', typ: 'tbjob', kid: id, x5c: ['AA'] }), 'Its header has "x5c"'],
    ['an address of a key', (id: string) => ({ alg: 'ES256', typ: 'tbjob', kid: id, jku: 'https://x' }), 'Its header has "jku"'],
  ])('%s', async (_, header, why) => {
    const key = await keyOf('secp256r1');
    const [verdict] = verifySignatures(await withHeader(key, JSON.stringify(header(await kid()))), [key.publicKey], checkHere);
    expect(verdict?.state).toBe('refused');
    expect(verdict?.why).toContain(why);
  });

  it('a name twice', async () => {
    const key = await keyOf('secp256r1');
    const file = await withHeader(key, `{"alg":"none","alg":"ES256","typ":"tbjob","kid":"${await kid()}"}`);
    expect(verifySignatures(file, [key.publicKey], checkHere)).toEqual([{ state: 'refused', why: 'Its header: Line 1: the name "alg" stands twice in an object.' }]);
  });

  it('an empty signature, and base64url that is not in its canonical form', async () => {
    const key = await keyOf('secp256r1');
    const [one] = (await signed(key)).signatures as [JobSignature];
    expect(states({ ...unsigned, signatures: [{ ...one, signature: '' }] }, key)).toEqual(['wrong']);
    // The last of the 86 base64url digits has four unused bits.
    const last = one.signature.at(-1) === 'A' ? 'B' : String.fromCharCode((one.signature.at(-1) as string).charCodeAt(0) + 1);
    expect(states({ ...unsigned, signatures: [{ ...one, signature: one.signature.slice(0, -1) + last }] }, key)).toEqual(['refused']);
    expect(states({ ...unsigned, signatures: [{ ...one, signature: `${one.signature}==` }] }, key)).toEqual(['refused']);
  });

  it('a header with other blanks and another order is valid', async () => {
    const key = await keyOf('secp256r1');
    const file = await withHeader(key, ` {"kid":"${await kid()}", "typ":"tbjob", "alg":"ES256"}`);
    expect(states(file, key)).toEqual(['valid']);
  });
});
