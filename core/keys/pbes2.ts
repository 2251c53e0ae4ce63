import { cbc } from '@noble/ciphers/aes.js';
import { pbkdf2 } from '@noble/hashes/pbkdf2.js';
import { sha256 } from '@noble/hashes/sha2.js';
import type { Randomness } from '../bridge/bytePort.ts';
import { u24, utf8 } from '../bytes/bytes.ts';
import { cbcSizes, type CbcName } from './ciphers.ts';
import { decryptSequence, unsupported, type Decrypted } from './decrypted.ts';
import type { FilePassword } from './filePassword.ts';
import type { Derivation, Derived, KdfHash } from './kdf.ts';
import { decryptPbes1 } from './pbes1.ts';
import { pbes2Ciphers, rc2Cipher, rc2Versions } from './schemes.ts';
import {
  derNull,
  inSequence,
  integer,
  objectIdentifier,
  octetString,
  readInteger,
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

const prfs: Readonly<Record<string, KdfHash>> = {
  [oids.hmacSha1]: 'sha1',
  '1.2.840.113549.2.8': 'sha224',
  [oids.hmacSha256]: 'sha256',
  '1.2.840.113549.2.10': 'sha384',
  '1.2.840.113549.2.11': 'sha512',
};

type Kdf = (password: Uint8Array, length: number, derivation: Derivation) => Derived;
const refuse = (refused: string): Kdf => () => ({ refused });

/** Reads a positive number. A number above the largest safe integer is returned as that integer. */
function readCount(node: DerNode | undefined): number | undefined {
  const bytes = readInteger(node);
  const value = bytes !== undefined && bytes.length > 6 ? Number.MAX_SAFE_INTEGER : bytes?.reduce((sum, byte) => sum * 256 + byte, 0);
  return value === 0 ? undefined : value;
}

const damaged = refuse('damaged parameters');

function readPbkdf2(node: DerNode | undefined): Kdf {
  const [saltNode, roundsNode, ...rest] = inSequence(node);
  const [salt, rounds] = [readOctetString(saltNode), readCount(roundsNode)];
  const prfNode = rest.find(({ tag }) => tag === 0x30);
  const oid = prfNode === undefined ? oids.hmacSha1 : readOid(inSequence(prfNode)[0]);
  const prf = prfs[oid ?? ''];
  if (salt === undefined || rounds === undefined) return damaged;
  if (prf === undefined) return refuse(`PBKDF2 with an unknown function (${oid ?? 'unnamed'})`);
  return (password, length, derivation) => derivation.pbkdf2(prf, password, salt, rounds, length);
}

function readScrypt(node: DerNode | undefined): Kdf {
  const [saltNode, ...numbers] = inSequence(node);
  const salt = readOctetString(saltNode);
  const [cost, block, parallel] = numbers.map(readCount);
  if (salt === undefined || cost === undefined || block === undefined || parallel === undefined) return damaged;
  // This test for a power of two works only up to 32 bits. The limit refuses larger numbers.
  if (cost < 2 || (cost <= 2 ** 31 && (cost & (cost - 1)) !== 0)) return damaged;
  // RFC 7914, section 6: N is less than 2 to the power of 16 r. OpenSSL derives nothing else.
  if (cost >= 2 ** (16 * block)) return damaged;
  return (password, length, derivation) => derivation.scrypt(password, salt, { cost, block, parallel }, length);
}

function readKdf(node: DerNode | undefined): Kdf {
  const [name, parameters] = inSequence(node);
  const oid = readOid(name);
  if (oid === oids.scrypt) return readScrypt(parameters);
  return oid === oids.pbkdf2 ? readPbkdf2(parameters) : refuse(`an unknown key derivation (${oid ?? 'unnamed'})`);
}

interface PbesCipher {
  readonly cipher: CbcName;
  readonly iv: Uint8Array;
}

/** The cipher of PBES2 and its initial value, or what is not supported. */
function readCipher(node: DerNode | undefined): PbesCipher | { readonly refused: string } {
  const [name, parameters] = inSequence(node);
  const oid = readOid(name);
  const [versionNode, rc2Iv] = inSequence(parameters);
  const version = readSmallInteger(versionNode);
  if (oid === rc2Cipher && version === undefined) return { refused: 'damaged parameters' };
  const cipher = oid === rc2Cipher ? rc2Versions[version ?? 0] : pbes2Ciphers[oid ?? ''];
  const iv = readOctetString(oid === rc2Cipher ? rc2Iv : parameters);
  if (cipher === undefined) return { refused: `the cipher ${oid ?? '(unnamed)'}` };
  return iv === undefined ? { refused: 'damaged parameters' } : { cipher, iv };
}

/** Decrypts an EncryptedPrivateKeyInfo (RFC 5958): PBES2 and PBES1 of RFC 8018, scrypt of RFC 7914, the schemes of PKCS#12. */
export function decryptPkcs8(node: DerNode, password: FilePassword, derivation: Derivation): Decrypted {
  const [algorithm, data] = inSequence(node);
  const [schemeNode, parameters] = inSequence(algorithm);
  const scheme = readOid(schemeNode);
  if (scheme !== oids.pbes2) return decryptPbes1(scheme, parameters, data, { password, derivation });
  const [kdfNode, cipherNode] = inSequence(parameters);
  const [read, encrypted] = [readCipher(cipherNode), readOctetString(data)];
  if ('refused' in read) return unsupported(read.refused);
  if (encrypted === undefined) return unsupported('damaged parameters');
  const derived = readKdf(kdfNode)(utf8(password.text), cbcSizes[read.cipher].key, derivation);
  return 'refused' in derived ? unsupported(derived.refused) : decryptSequence(read.cipher, derived.key, read.iv, encrypted);
}

/** PBKDF2 rounds of files that we write: about 0.3 s. */
export const defaultIterations = 100_000;

/** The derived key that encrypts a private key: `key` was made from the password by PBKDF2 with HMAC-SHA-256, in `rounds` rounds. */
export interface Lock {
  /** 16 bytes. */
  readonly salt: Uint8Array;
  readonly iv: Uint8Array;
  readonly iterations: number;
  /** 32 bytes. The caller that made it wipes it. */
  readonly key: Uint8Array;
}

/** EncryptedPrivateKeyInfo: PBES2, PBKDF2 with HMAC-SHA-256, AES-256-CBC. @param pkcs8 PrivateKeyInfo, DER */
export function lockPkcs8(pkcs8: Uint8Array, { salt, iv, iterations, key }: Lock): Uint8Array {
  const encrypted = cbc(key, iv).encrypt(pkcs8);
  const prf = sequence(objectIdentifier(oids.hmacSha256), derNull());
  const kdf = sequence(objectIdentifier(oids.pbkdf2), sequence(octetString(salt), integer(u24(iterations)), prf));
  const cipher = sequence(objectIdentifier(oids.aes256), octetString(iv));
  return sequence(sequence(objectIdentifier(oids.pbes2), sequence(kdf, cipher)), octetString(encrypted));
}

/** Encrypts a key with a password, synchronously. A host can derive the key in the background instead (`lockPkcs8`). */
export function encryptPkcs8(pkcs8: Uint8Array, password: string, random: Randomness, iterations = defaultIterations): Uint8Array {
  const [salt, iv] = [random(16), random(16)];
  const key = pbkdf2(sha256, utf8(password), salt, { c: iterations, dkLen: 32 });
  const locked = lockPkcs8(pkcs8, { salt, iv, iterations, key });
  key.fill(0);
  return locked;
}
