import { cbc } from '@noble/ciphers/aes.js';
import { sha1 } from '@noble/hashes/legacy.js';
import { pbkdf2 } from '@noble/hashes/pbkdf2.js';
import { scrypt } from '@noble/hashes/scrypt.js';
import { sha224, sha256, sha384, sha512 } from '@noble/hashes/sha2.js';
import type { Randomness } from '../bridge/bytePort.ts';
import { u24, utf8 } from '../bytes/bytes.ts';
import { cbcSizes, decryptCbc, type CbcName } from './ciphers.ts';
import { decryptPbes1 } from './pbes1.ts';
import {
  derNull,
  inSequence,
  integer,
  objectIdentifier,
  octetString,
  readOctetString,
  readOid,
  readSmallInteger,
  sequence,
  type DerNode,
} from './der.ts';

const oids = {
  pbes2: '1.2.840.113549.1.5.13',
  pbkdf2: '1.2.840.113549.1.5.12',
  scrypt: '1.3.6.1.4.1.11591.4.11',
  hmacSha1: '1.2.840.113549.2.7',
  hmacSha256: '1.2.840.113549.2.9',
  aes256: '2.16.840.1.101.3.4.1.42',
} as const;

const prfs = {
  [oids.hmacSha1]: sha1,
  '1.2.840.113549.2.8': sha224,
  [oids.hmacSha256]: sha256,
  '1.2.840.113549.2.10': sha384,
  '1.2.840.113549.2.11': sha512,
} as const;
const isPrf = (oid: string): oid is keyof typeof prfs => Object.hasOwn(prfs, oid);

const ciphers: Readonly<Record<string, CbcName>> = {
  '2.16.840.1.101.3.4.1.2': 'aes-128',
  '2.16.840.1.101.3.4.1.22': 'aes-192',
  [oids.aes256]: 'aes-256',
  '1.2.840.113549.3.7': '3des',
  '1.3.14.3.2.7': 'des',
};

/** Above these a file would keep the program busy for minutes: it is not an honest one. */
const limits = { iterations: 10_000_000, scryptCost: 2 ** 20, scryptBlock: 16 };

type Kdf = (password: Uint8Array, length: number) => Uint8Array;

function readPbkdf2(node: DerNode | undefined): Kdf | undefined {
  const [saltNode, iterationsNode, ...rest] = inSequence(node);
  const [salt, iterations] = [readOctetString(saltNode), readSmallInteger(iterationsNode)];
  const prfNode = rest.find(({ tag }) => tag === 0x30);
  const prf = prfNode === undefined ? oids.hmacSha1 : readOid(inSequence(prfNode)[0]);
  if (salt === undefined || !iterations || iterations > limits.iterations || prf === undefined || !isPrf(prf)) return undefined;
  return (password, length) => pbkdf2(prfs[prf], password, salt, { c: iterations, dkLen: length });
}

function readScrypt(node: DerNode | undefined): Kdf | undefined {
  const [saltNode, ...numbers] = inSequence(node);
  const salt = readOctetString(saltNode);
  const [cost, block, parallel] = numbers.map(readSmallInteger);
  if (salt === undefined || !cost || !block || parallel !== 1) return undefined;
  if (cost > limits.scryptCost || (cost & (cost - 1)) !== 0 || block > limits.scryptBlock) return undefined;
  return (password, length) => scrypt(password, salt, { N: cost, r: block, p: 1, dkLen: length });
}

export type Decrypted =
  | { readonly kind: 'plain'; readonly bytes: Uint8Array }
  | { readonly kind: 'wrong-password' }
  | { readonly kind: 'unsupported'; readonly name: string };

/** Decrypts an EncryptedPrivateKeyInfo (RFC 5958): PBES2 of RFC 8018, scrypt of RFC 7914, the schemes of PKCS#12. */
export function decryptPkcs8(node: DerNode, password: string): Decrypted {
  const [algorithm, data] = inSequence(node);
  const [schemeNode, parameters] = inSequence(algorithm);
  const scheme = readOid(schemeNode);
  if (scheme !== oids.pbes2) return decryptPbes1(scheme, parameters, data, password);
  const [kdfNode, cipherNode] = inSequence(parameters);
  const [kdfName, kdfParameters] = inSequence(kdfNode);
  const kdf = readOid(kdfName) === oids.scrypt ? readScrypt(kdfParameters) : readPbkdf2(kdfParameters);
  const [cipherName, ivNode] = inSequence(cipherNode);
  const cipher = ciphers[readOid(cipherName) ?? ''];
  const [iv, encrypted] = [readOctetString(ivNode), readOctetString(data)];
  if (kdf === undefined) return { kind: 'unsupported', name: 'an unknown key derivation' };
  if (cipher === undefined) return { kind: 'unsupported', name: `the cipher ${readOid(cipherName) ?? '(unnamed)'}` };
  if (iv === undefined || encrypted === undefined) return { kind: 'unsupported', name: 'damaged parameters' };
  const key = kdf(utf8(password), cbcSizes[cipher].key);
  const plain = decryptCbc(cipher, key, iv, encrypted);
  key.fill(0);
  return plain === undefined ? { kind: 'wrong-password' } : { kind: 'plain', bytes: plain };
}

/** PBKDF2 rounds of files that we write: about 0.3 s. */
export const defaultIterations = 100_000;

/** EncryptedPrivateKeyInfo: PBES2, PBKDF2 with HMAC-SHA-256, AES-256-CBC. @param pkcs8 PrivateKeyInfo, DER */
export function encryptPkcs8(pkcs8: Uint8Array, password: string, random: Randomness, iterations = defaultIterations): Uint8Array {
  const [salt, iv] = [random(16), random(16)];
  const key = pbkdf2(sha256, utf8(password), salt, { c: iterations, dkLen: 32 });
  const encrypted = cbc(key, iv).encrypt(pkcs8);
  key.fill(0);
  const prf = sequence(objectIdentifier(oids.hmacSha256), derNull());
  const kdf = sequence(objectIdentifier(oids.pbkdf2), sequence(octetString(salt), integer(u24(iterations)), prf));
  const cipher = sequence(objectIdentifier(oids.aes256), octetString(iv));
  return sequence(sequence(objectIdentifier(oids.pbes2), sequence(kdf, cipher)), octetString(encrypted));
}
