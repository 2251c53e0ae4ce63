import { isCurveName, type CurveName } from '../../keys/curves.ts';
import { bitString, integer, octetString, sequence } from '../../keys/der.ts';
import { ecPublicPoint } from '../../keys/ecdsa.ts';
import type { RsaPrivateKey } from '../../keys/rsa.ts';
import { parseChipPublicKey, type PublicKey } from '../../keys/publicKey.ts';
import { algorithmCodes, algorithmNames, type ChipAlgorithm } from '../../objects/codes.ts';
import { concat, leftPad } from '../../bytes/bytes.ts';
import type { Outcome } from './outcome.ts';

/** Key material inside the chip. No command can read it. */
export type StoredKey =
  | { readonly kind: 'ec'; readonly curve: CurveName; readonly privateKey: Uint8Array }
  | { readonly kind: 'rsa'; readonly key: RsaPrivateKey }
  | { readonly kind: 'aes'; readonly key: Uint8Array };

/** Curves that V1 does not support (manual, table 35). */
const v3Curves: readonly ChipAlgorithm[] = ['secp521r1', 'brainpoolp256r1', 'brainpoolp384r1', 'brainpoolp512r1'];

export function curveOfCode(code: number, v3: boolean): CurveName | undefined {
  const name = algorithmNames.get(code);
  if (name === undefined || !isCurveName(name)) return undefined;
  return v3 || !v3Curves.includes(name) ? name : undefined;
}

export const rsaBitsOfCode = (code: number): 1024 | 2048 | undefined =>
  code === algorithmCodes.rsa1024 ? 1024 : code === algorithmCodes.rsa2048 ? 2048 : undefined;

/** Bytes of an AES key of this algorithm code. */
export const aesBytesOfCode = (code: number): number | undefined =>
  ({ [algorithmCodes.aes128]: 16, [algorithmCodes.aes192]: 24, [algorithmCodes.aes256]: 32 })[code];

/** Public key in the chip's form: DER BIT STRING of the point, or around modulus and exponent. */
export function publicKeyBytes(key: StoredKey): Uint8Array {
  if (key.kind === 'ec') return bitString(concat(Uint8Array.of(0x04), ecPublicPoint(key.curve, key.privateKey)));
  if (key.kind === 'rsa') return bitString(sequence(integer(key.key.modulus), integer(key.key.exponent)));
  throw new Error('an AES key has no public part');
}

/** Private key in the form that GenKeyPair exports: DER OCTET STRING of the scalar or the private exponent. */
export function privateKeyBytes(key: StoredKey): Uint8Array {
  if (key.kind === 'ec') return octetString(key.privateKey);
  if (key.kind === 'rsa') return octetString(leftPad(key.key.privateExponent, key.key.modulus.length));
  throw new Error('an AES key is no key pair');
}

/**
 * Reads a public key from a command. 25 for an algorithm that the chip does not support ("unsupported parameter in the
 * command APDU InData"), 05 for a key that does not match it.
 */
export function parsePublicKey(code: number, bytes: Uint8Array, v3: boolean): Outcome<PublicKey> {
  const name = algorithmNames.get(code);
  if (name === undefined || (curveOfCode(code, v3) === undefined && rsaBitsOfCode(code) === undefined)) return 0x25;
  const parsed = parseChipPublicKey(name, bytes);
  return parsed.ok ? parsed.value : 0x05;
}
