import type { Randomness } from '../bridge/bytePort.ts';
import { curves } from './curves.ts';
import { bitString, context, derNull, integer, objectIdentifier, octetString, sequence } from './der.ts';
import type { PrivateKey } from './privateKeyType.ts';
import { encryptPkcs8, lockPkcs8, type Lock } from './pbes2.ts';
import { encodePem } from './pem.ts';
import { ecPublicKeyOid, rsaEncryptionOid } from './publicKey.ts';

/** PrivateKeyInfo (PKCS#8), DER. The caller wipes it. */
export function encodePkcs8(key: PrivateKey): Uint8Array {
  return key.secret.open((secret) => {
    if (key.kind === 'rsa') {
      return sequence(integer(0), sequence(objectIdentifier(rsaEncryptionOid), derNull()), octetString(secret));
    }
    const point = context(1, bitString(Uint8Array.of(0x04, ...key.publicKey.point)));
    const algorithm = sequence(objectIdentifier(ecPublicKeyOid), objectIdentifier(curves[key.curve].oid));
    return sequence(integer(0), algorithm, octetString(sequence(integer(1), octetString(secret), point)));
  });
}

export interface KeyEncryption {
  readonly password: string;
  readonly random: Randomness;
  /** PBKDF2 rounds; absent: `defaultIterations`. */
  readonly iterations?: number;
}

/** PKCS#8 as PEM. With a password it is encrypted (PBES2, PBKDF2-SHA-256, AES-256-CBC). */
export function encodePrivateKeyPem(key: PrivateKey, encryption?: KeyEncryption): string {
  const der = encodePkcs8(key);
  const pem =
    encryption === undefined
      ? encodePem('PRIVATE KEY', der)
      : encodePem('ENCRYPTED PRIVATE KEY', encryptPkcs8(der, encryption.password, encryption.random, encryption.iterations));
  der.fill(0);
  return pem;
}

/** PKCS#8 as PEM, encrypted with an existing derived key. */
export function encodeLockedKeyPem(key: PrivateKey, lock: Lock): string {
  const der = encodePkcs8(key);
  const pem = encodePem('ENCRYPTED PRIVATE KEY', lockPkcs8(der, lock));
  der.fill(0);
  return pem;
}
