import { equal, utf8 } from '../bytes/bytes.ts';
import { hex } from '../bytes/hex.ts';
import { derTags } from '../keys/der.ts';
import { isMicrosoftKey } from './microsoftKeys.ts';

/** The kind of private key or container of secrets that was found. */
export type KeyKind = 'private' | 'encrypted' | 'pkcs12' | 'keystore' | 'ssh' | 'putty' | 'symmetric';

interface Header {
  readonly tag: number;
  /** Index at which its content begins. */
  readonly start: number;
  /** Content length according to the header. There may be fewer bytes. */
  readonly length: number;
}

/** Reads a header leniently: accepts lengths that are not the shortest form, and indefinite lengths (BER). */
function headerAt(bytes: Uint8Array, at: number): Header | undefined {
  const [tag, first] = [bytes[at], bytes[at + 1]];
  if (tag === undefined || first === undefined) return undefined;
  if (first < 0x80) return { tag, start: at + 2, length: first };
  const count = first & 0x7f;
  if (count === 0) return { tag, start: at + 2, length: bytes.length - at - 2 };
  if (count > 4 || at + 2 + count > bytes.length) return undefined;
  let length = 0;
  for (let i = 0; i < count; i++) length = length * 256 + (bytes[at + 2 + i] as number);
  return { tag, start: at + 2 + count, length };
}

const isAt = (bytes: Uint8Array, at: number, wanted: Uint8Array): boolean => at + wanted.length <= bytes.length && equal(bytes.subarray(at, at + wanted.length), wanted);
/** Reads a value with this tag, and returns it with the index after it; undefined when something else is there. */
function valueAt(bytes: Uint8Array, at: number, tag: number): (Header & { readonly end: number }) | undefined {
  const header = headerAt(bytes, at);
  return header?.tag === tag ? { ...header, end: header.start + header.length } : undefined;
}

/** Reads a small INTEGER; undefined when something else is there. */
const smallInteger = (bytes: Uint8Array, at: number): number | undefined => (bytes[at] === derTags.integer && bytes[at + 1] === 1 ? bytes[at + 2] : undefined);

/** Sizes of private numbers in bytes: from secp112r1 to sect571. */
const scalarBytes = { least: 14, most: 72 } as const;

/** ECPrivateKey (RFC 5915): version 1, then the private number. */
function isSec1(bytes: Uint8Array, { start, length }: Header): boolean {
  const scalar = smallInteger(bytes, start) === 1 ? valueAt(bytes, start + 3, derTags.octetString) : undefined;
  return scalar !== undefined && scalar.length >= scalarBytes.least && scalar.length <= scalarBytes.most && scalar.end <= start + length;
}

/** PrivateKeyInfo (RFC 5208, RFC 5958): version, algorithm, then the key in an OCTET STRING. */
function isPkcs8(bytes: Uint8Array, { start }: Header): boolean {
  if ((smallInteger(bytes, start) ?? 9) > 1) return false;
  const algorithm = valueAt(bytes, start + 3, derTags.sequence);
  if (algorithm === undefined || bytes[algorithm.start] !== derTags.oid) return false;
  const key = valueAt(bytes, algorithm.end, derTags.octetString);
  return key !== undefined && key.length > 0;
}

/** Least bytes of a modulus or prime. Keys with shorter ones are not secure. */
const leastModulus = 32;

/** RSAPrivateKey (RFC 8017), or the old form of DSA: a version, and then numbers, of which the first is large. */
function isNumbers(bytes: Uint8Array, { start }: Header): boolean {
  if ((smallInteger(bytes, start) ?? 9) > 1) return false;
  let at = start + 3;
  for (let count = 0; count < 4; count++) {
    const number = valueAt(bytes, at, derTags.integer);
    // A key that is cut off after the start of the private exponent still counts as a private key.
    if (number === undefined) return count === 3 && at >= bytes.length;
    if (number.length === 0 || (count === 0 && number.length < leastModulus)) return false;
    at = number.end;
  }
  return true;
}

const pkcs5 = hex('2a864886f70d0105');
const pkcs12Pbe = hex('2a864886f70d010c01');
const pkcs7 = hex('2a864886f70d0107');

/** EncryptedPrivateKeyInfo (RFC 5958): a password based scheme of PKCS#5 or PKCS#12, then the encrypted data. */
function isEncrypted(bytes: Uint8Array, { start }: Header): boolean {
  const algorithm = valueAt(bytes, start, derTags.sequence);
  const name = algorithm === undefined ? undefined : valueAt(bytes, algorithm.start, derTags.oid);
  if (algorithm === undefined || name === undefined) return false;
  const scheme = isAt(bytes, name.start, pkcs5) || isAt(bytes, name.start, pkcs12Pbe);
  return scheme && valueAt(bytes, algorithm.end, derTags.octetString) !== undefined;
}

/** PFX (RFC 7292): version 3, then PKCS#7 data. */
function isPkcs12(bytes: Uint8Array, { start }: Header): boolean {
  const inner = smallInteger(bytes, start) === 3 ? valueAt(bytes, start + 3, derTags.sequence) : undefined;
  const name = inner === undefined ? undefined : valueAt(bytes, inner.start, derTags.oid);
  return name !== undefined && isAt(bytes, name.start, pkcs7);
}

function derAt(bytes: Uint8Array, at: number): KeyKind | undefined {
  const header = headerAt(bytes, at);
  if (header === undefined) return undefined;
  if (isSec1(bytes, header) || isPkcs8(bytes, header) || isNumbers(bytes, header)) return 'private';
  if (isEncrypted(bytes, header)) return 'encrypted';
  return isPkcs12(bytes, header) ? 'pkcs12' : undefined;
}

const u16At = (bytes: Uint8Array, at: number): number => (bytes[at] as number) * 256 + (bytes[at + 1] as number);

/** Private number sizes of the chip's curves, and sizes of its RSA moduli, in bytes. */
const curveBytes = [32, 48, 64, 66];
const modulusBytes = [128, 256];

/**
 * The chip's own form of a key pair (manual, "Format of keys in Payload", and the answer of GenKeyPair that exports the
 * key): tag 01 with the private number, tag 02 with a public key of matching size.
 */
function isChipPair(bytes: Uint8Array, at: number): boolean {
  const first = u16At(bytes, at + 1);
  const second = at + 3 + first;
  if (second + 3 > bytes.length || bytes[second] !== 0x02) return false;
  const open = u16At(bytes, second + 1);
  const ecc = curveBytes.some((size) => first >= size && first <= size + 3 && open >= 2 * size && open <= 2 * size + 5);
  return ecc || (modulusBytes.includes(first) && first === open);
}

const openSsh = utf8('openssh-key-v1\0');
/** Java's keystores: JKS and JCEKS. */
const javaStores = [hex('feedfeed'), hex('cececece')];

/**
 * Finds a private key or a container of secrets among bytes, at any position: DER of SEC1, PKCS#1, PKCS#8 (also
 * encrypted) and PKCS#12, the binary forms of OpenSSH and Microsoft, Java keystores, the chip's key payload. A private
 * number alone can't be recognised.
 */
export function findKeyBytes(bytes: Uint8Array): KeyKind | undefined {
  if (javaStores.some((magic) => isAt(bytes, 0, magic))) return 'keystore';
  for (let at = 0; at + 4 <= bytes.length; at++) {
    const byte = bytes[at];
    if (byte === derTags.sequence) {
      const found = derAt(bytes, at);
      if (found !== undefined) return found;
    }
    if (byte === 0x01 && isChipPair(bytes, at)) return 'private';
    if (byte === openSsh[0] && isAt(bytes, at, openSsh)) return 'ssh';
    if (isMicrosoftKey(bytes, at)) return 'private';
  }
  return undefined;
}
