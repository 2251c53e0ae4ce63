import { createPrivateKey, generateKeyPairSync, sign, type KeyObject } from 'node:crypto';
import type { Randomness } from '../../../core/bridge/bytePort.ts';
import { sha256 } from '@noble/hashes/sha2.js';
import { toHex } from '../../../core/bytes/hex.ts';
import { parseCertificate, type Certificate } from '../../../core/certificates/certificate.ts';
import { createCsr, parseCsr } from '../../../core/certificates/csr.ts';
import { selfSign, signCsr } from '../../../core/certificates/issue.ts';
import { bitString, inSequence, parseDer, sequence } from '../../../core/keys/der.ts';
import { encodePkcs8 } from '../../../core/keys/encodePrivateKey.ts';
import { generateKey, type PrivateKey } from '../../../core/keys/privateKey.ts';
import { must } from '../../../core/result/result.ts';
import { keyFileSigner } from '../../signers/keyFile.ts';

const years = (count: number): number => 365 * count;

/** A private root and its CA that signs device certificates. The structure is the vendor's, the keys are our own. */
export interface Authority {
  readonly root: Certificate;
  readonly ca: Certificate;
  /** Signs a device certificate for this public key. */
  readonly issue: (device: DeviceKey) => Uint8Array;
}

/** A device's key pair. The private part is only kept when a simulated chip is made from it. */
export interface DeviceKey {
  /** The key's bits in SubjectPublicKeyInfo: a point's X ‖ Y, or a modulus of 256 bytes. */
  readonly publicPart: Uint8Array;
  readonly jwk?: Readonly<Record<string, string>>;
}

interface Options {
  readonly random: Randomness;
  readonly now: Date;
}

async function makeCa(name: string, algorithm: 'secp256r1' | 'rsa2048', { random, now }: Options): Promise<{ readonly root: Certificate; readonly ca: Certificate; readonly key: PrivateKey }> {
  const options = { random, now, isCa: true } as const;
  const rootKey = await generateKey(algorithm === 'rsa2048' ? 'rsa2048' : 'secp384r1', random);
  const root = must(parseCertificate(must(await selfSign(keyFileSigner(rootKey), `C=DE, O=Trust Bench sample, CN=Sample ${name} Root CA`, { ...options, days: years(30) }))));
  const key = await generateKey(algorithm, random);
  const csr = must(parseCsr(must(await createCsr(keyFileSigner(key), `C=DE, O=Trust Bench sample, CN=Sample Trust M ${name} CA`))));
  return { root, ca: must(parseCertificate(must(await signCsr(csr, keyFileSigner(rootKey), root, { ...options, days: years(25) })))), key };
}

/** Positions of the parts of a certificate's signed part that differ between chips. Their lengths are fixed. */
interface Template {
  readonly tbs: Uint8Array;
  readonly algorithm: Uint8Array;
  readonly places: { readonly serial: number; readonly name: number; readonly key: number; readonly keyId: number };
  readonly keyLength: number;
}

const templateName = 'a'.repeat(64);

function makeTemplate(der: Uint8Array, publicPart: Uint8Array): Template {
  const certificate = must(parseCertificate(der));
  const [tbs, algorithm] = inSequence(must(parseDer(der.slice(), 'The template')));
  if (tbs === undefined || algorithm === undefined || certificate.subjectKeyId === undefined) throw new Error('no template');
  const bytes = Buffer.from(tbs.whole);
  const find = (part: Uint8Array): number => {
    const at = bytes.indexOf(part);
    if (at < 0) throw new Error('the template lacks a part');
    return at;
  };
  const places = { serial: find(Buffer.from(certificate.serial, 'hex')), name: find(Buffer.from(templateName)), key: find(publicPart), keyId: find(Buffer.from(certificate.subjectKeyId, 'hex')) };
  return { tbs: new Uint8Array(bytes), algorithm: algorithm.whole.slice(), places, keyLength: publicPart.length };
}

function issueFrom({ tbs, algorithm, places, keyLength }: Template, key: KeyObject, random: Randomness) {
  return ({ publicPart }: DeviceKey): Uint8Array => {
    if (publicPart.length !== keyLength) throw new Error('a key of another length');
    const body = tbs.slice();
    const serial = random(15);
    // The first byte is kept: it makes the number positive and keeps its length.
    body.set(serial, places.serial + 1);
    const digest = sha256(publicPart);
    body.set(Buffer.from(toHex(digest)), places.name);
    body.set(publicPart, places.key);
    body.set(digest.subarray(0, 20), places.keyId);
    return sequence(body, algorithm, bitString(new Uint8Array(sign('sha256', body, key))));
  };
}

/** Makes an authority. @param kind kind of the CA's key and of the devices' keys */
export async function makeAuthority(kind: 'ec' | 'rsa', options: Options): Promise<Authority> {
  const { root, ca, key } = await makeCa(kind === 'ec' ? 'ECC' : 'RSA', kind === 'ec' ? 'secp256r1' : 'rsa2048', options);
  const device = await generateKey(kind === 'ec' ? 'secp256r1' : 'rsa2048', options.random);
  const csr = must(parseCsr(must(await createCsr(keyFileSigner(device), `C=DE, CN=${templateName}`))));
  const template = must(await signCsr(csr, keyFileSigner(key), ca, { ...options, days: years(20) }));
  const { publicKey } = device;
  const signer = createPrivateKey({ key: Buffer.from(encodePkcs8(key)), format: 'der', type: 'pkcs8' });
  return { root, ca, issue: issueFrom(makeTemplate(template, publicKey.kind === 'ec' ? publicKey.point : publicKey.modulus), signer, options.random) };
}

/** Exports a key as JWK. It is read again first, because Node 20 can deadlock when it exports a key just made (see `rsaGenerate`). */
const textsOf = (pkcs8: Buffer): Record<string, string> =>
  Object.fromEntries(Object.entries(createPrivateKey({ key: pkcs8, format: 'der', type: 'pkcs8' }).export({ format: 'jwk' })).map(([name, value]) => [name, String(value)]));

/** Makes an EC key pair. @param keep whether to keep the private part */
export function ecDeviceKey(keep: boolean): DeviceKey {
  const { publicKey, privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256', publicKeyEncoding: { type: 'spki', format: 'der' }, privateKeyEncoding: { type: 'pkcs8', format: 'der' } });
  // The point is at the end of the encoding.
  const publicPart = new Uint8Array(publicKey.subarray(-64));
  return keep ? { publicPart, jwk: textsOf(privateKey) } : { publicPart };
}

/** Makes an RSA key pair, which is slow. If the private key is not needed, the modulus is a random number of the same length. */
export function rsaDeviceKey(keep: boolean, random: Randomness): DeviceKey {
  if (!keep) {
    const publicPart = random(256);
    publicPart[0] = (publicPart[0] as number) | 0x80;
    publicPart[255] = (publicPart[255] as number) | 1;
    return { publicPart };
  }
  const jwk = textsOf(generateKeyPairSync('rsa', { modulusLength: 2048, publicKeyEncoding: { type: 'spki', format: 'der' }, privateKeyEncoding: { type: 'pkcs8', format: 'der' } }).privateKey);
  return { publicPart: new Uint8Array(Buffer.from(jwk['n'] ?? '', 'base64url')), jwk };
}
