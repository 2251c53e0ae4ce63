import { utf8 } from '../bytes/bytes.ts';
import { cbcSizes } from './ciphers.ts';
import { decryptSequence, unsupported, type Decrypted } from './decrypted.ts';
import { inSequence, readOctetString, readSmallInteger, type DerNode } from './der.ts';
import type { Derivation } from './kdf.ts';
import { bmpPassword, pkcs12Purposes } from './pkcs12Kdf.ts';
import { pbes1Schemes, refusedSchemes, type Pbes1Scheme } from './schemes.ts';

interface Unlocking {
  readonly password: string;
  readonly derivation: Derivation;
}

interface Parameters {
  readonly salt: Uint8Array;
  readonly rounds: number;
}

type KeyAndIv = { readonly key: Uint8Array; readonly iv: Uint8Array } | { readonly refused: string };

/** PBES1: one derived text is the key and the initial value (RFC 8018, 6.1.2). */
function byPbkdf1({ hash, cipher }: Pbes1Scheme & { kdf: 'pbkdf1' }, { salt, rounds }: Parameters, { password, derivation }: Unlocking): KeyAndIv {
  const { key, block } = cbcSizes[cipher];
  const bytes = utf8(password);
  const derived = derivation.pbkdf1(hash, bytes, salt, rounds, key + block);
  bytes.fill(0);
  return 'refused' in derived ? derived : { key: derived.key.subarray(0, key), iv: derived.key.subarray(key) };
}

/** PKCS#12: key and initial value are derived each for itself (RFC 7292, appendix B). */
function byPkcs12({ hash, cipher }: Pbes1Scheme & { kdf: 'pkcs12' }, parameters: Parameters, { password, derivation }: Unlocking): KeyAndIv {
  const bytes = bmpPassword(password);
  const given = { hash, password: bytes, ...parameters };
  const key = derivation.pkcs12({ ...given, purpose: pkcs12Purposes.key, length: cbcSizes[cipher].key });
  const iv = derivation.pkcs12({ ...given, purpose: pkcs12Purposes.iv, length: cbcSizes[cipher].block });
  bytes.fill(0);
  if ('refused' in key) return key;
  return 'refused' in iv ? iv : { key: key.key, iv: iv.key };
}

/** Decrypts with a scheme of PKCS#5 version 1 or of PKCS#12. @param data OCTET STRING; @param oid the scheme's object identifier */
export function decryptPbes1(oid: string | undefined, parameters: DerNode | undefined, data: DerNode | undefined, unlocking: Unlocking): Decrypted {
  const scheme = pbes1Schemes[oid ?? ''];
  if (scheme === undefined) return unsupported(`the old scheme ${refusedSchemes[oid ?? ''] ?? oid ?? '(unnamed)'}`);
  const [saltNode, roundsNode] = inSequence(parameters);
  const [salt, rounds, encrypted] = [readOctetString(saltNode), readSmallInteger(roundsNode), readOctetString(data)];
  if (salt === undefined || !rounds || encrypted === undefined) return unsupported('damaged parameters');
  const derived = scheme.kdf === 'pbkdf1' ? byPbkdf1(scheme, { salt, rounds }, unlocking) : byPkcs12(scheme, { salt, rounds }, unlocking);
  return 'refused' in derived ? unsupported(derived.refused) : decryptSequence(scheme.cipher, derived.key, derived.iv, encrypted);
}
