import { equal, utf8 } from '../bytes/bytes.ts';
import { hex } from '../bytes/hex.ts';

const isAt = (bytes: Uint8Array, at: number, wanted: Uint8Array): boolean => at + wanted.length <= bytes.length && equal(bytes.subarray(at, at + wanted.length), wanted);

/** PRIVATEKEYBLOB, version 2, two reserved bytes: the header of CryptoAPI's key blobs. */
const blobHeader = hex('07020000');
/** After the header's algorithm: RSAPUBKEY and DSSPUBKEY of a private key. */
const blobKinds = [utf8('RSA2'), utf8('DSS2')];

/** A .pvk file: its magic number, then a reserved word of zeros. The rest may be encrypted. */
const pvk = hex('1ef1b5b000000000');

/** CNG's blobs of private elliptic curve keys (ECDSA and ECDH), with the number of bytes of a coordinate. */
const curveBlobs = [
  ['ECS2', 32],
  ['ECS4', 48],
  ['ECS6', 66],
  ['ECK2', 32],
  ['ECK4', 48],
  ['ECK6', 66],
].map(([name, size]) => Uint8Array.of(...utf8(String(name)), Number(size), 0, 0, 0));

/** CNG's blobs of private RSA keys, short and full. */
const rsaBlobs = [utf8('RSA2'), utf8('RSA3')];
const rsaBits = { least: 256, most: 16_384 } as const;

/** A number of four bytes, little endian; NaN after the end. */
const u32At = (bytes: Uint8Array, at: number): number => (bytes.length < at + 4 ? Number.NaN : new DataView(bytes.buffer, bytes.byteOffset + at, 4).getUint32(0, true));

/** BCRYPT_RSAKEY_BLOB: number of bits, then bytes of the exponent, of the modulus, and of both primes. */
function isRsaBlob(bytes: Uint8Array, at: number): boolean {
  if (!rsaBlobs.some((kind) => isAt(bytes, at, kind))) return false;
  const [bits, exponent, modulus] = [u32At(bytes, at + 4), u32At(bytes, at + 8), u32At(bytes, at + 12)];
  return bits >= rsaBits.least && bits <= rsaBits.most && exponent >= 1 && exponent <= 8 && modulus === Math.ceil(bits / 8);
}

const [letterE, letterR] = [0x45, 0x52];

/**
 * Finds a private key in one of Microsoft's binary forms at this position: CryptoAPI's PRIVATEKEYBLOB (also in .pvk
 * files) and CNG's private blobs. The layouts are from wincrypt.h and bcrypt.h.
 */
export function isMicrosoftKey(bytes: Uint8Array, at: number): boolean {
  const byte = bytes[at];
  if (byte === blobHeader[0]) return isAt(bytes, at, blobHeader) && blobKinds.some((kind) => isAt(bytes, at + 8, kind));
  if (byte === pvk[0]) return isAt(bytes, at, pvk);
  if (byte === letterE) return curveBlobs.some((blob) => isAt(bytes, at, blob));
  return byte === letterR && isRsaBlob(bytes, at);
}
