import { derNull, integer, objectIdentifier, octetString, sequence } from '../der.ts';

/** A number as INTEGER, up to 2^48. */
export function count(value: number): Uint8Array {
  const bytes = Uint8Array.from({ length: 6 }, (_, i) => Math.floor(value / 256 ** (5 - i)) % 256);
  return integer(bytes);
}

const salt = octetString(new Uint8Array(16).fill(7));
const locked = (kdf: Uint8Array): Uint8Array =>
  sequence(
    sequence(objectIdentifier('1.2.840.113549.1.5.13'), sequence(kdf, sequence(objectIdentifier('2.16.840.1.101.3.4.1.42'), octetString(new Uint8Array(16))))),
    octetString(new Uint8Array(160)),
  );

/**
 * EncryptedPrivateKeyInfo that demands this many rounds, with empty content. @param prf last number of the HMAC's
 * identifier: 7 is SHA-1, 9 SHA-256
 */
export const pbkdf2Locked = (rounds: number, prf = 9): Uint8Array =>
  locked(sequence(objectIdentifier('1.2.840.113549.1.5.12'), sequence(salt, count(rounds), sequence(objectIdentifier(`1.2.840.113549.2.${prf}`), derNull()))));

export const scryptLocked = (cost: number, block: number, parallel: number): Uint8Array =>
  locked(sequence(objectIdentifier('1.3.6.1.4.1.11591.4.11'), sequence(salt, count(cost), count(block), count(parallel))));

/** PKCS#12 whose check value demands this many rounds. */
export const pkcs12Locked = (rounds: number): Uint8Array => {
  const data = objectIdentifier('1.2.840.113549.1.7.1');
  const digest = sequence(sequence(objectIdentifier('2.16.840.1.101.3.4.2.1'), derNull()), octetString(new Uint8Array(32)));
  const content = Uint8Array.of(0xa0, 4, ...octetString(sequence()));
  return sequence(integer(3), sequence(data, content), sequence(digest, salt, count(rounds)));
};
