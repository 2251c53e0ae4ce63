import { utf8 } from '../bytes/bytes.ts';
import { cbcSizes } from './ciphers.ts';
import { decryptSequence, unsupported, type Decrypted } from './decrypted.ts';
import { inSequence, readOctetString, readSmallInteger, type DerNode } from './der.ts';
import type { FilePassword } from './filePassword.ts';
import type { Derivation } from './kdf.ts';
import { pkcs12Purposes } from './pkcs12Kdf.ts';
import { pbes1Schemes, refusedSchemes, type Pbes1Scheme } from './schemes.ts';

interface Unlocking {
  readonly password: FilePassword;
  readonly derivation: Derivation;
}

interface Locked {
  readonly salt: Uint8Array;
  readonly rounds: number;
  readonly encrypted: Uint8Array;
}

/** PBES1: one derived text is the key and the initial value (RFC 8018, 6.1.2). */
function byPbkdf1({ hash, cipher }: Pbes1Scheme & { kdf: 'pbkdf1' }, { salt, rounds, encrypted }: Locked, { password, derivation }: Unlocking): Decrypted {
  const { key, block } = cbcSizes[cipher];
  const bytes = utf8(password.text);
  const derived = derivation.pbkdf1(hash, bytes, salt, rounds, key + block);
  bytes.fill(0);
  return 'refused' in derived ? unsupported(derived.refused) : decryptSequence(cipher, derived.key.subarray(0, key), derived.key.subarray(key), encrypted);
}

/** PKCS#12: key and initial value are derived each for itself (RFC 7292, appendix B). */
function byPkcs12({ hash, cipher }: Pbes1Scheme & { kdf: 'pkcs12' }, { salt, rounds, encrypted }: Locked, { password, derivation }: Unlocking): Decrypted {
  const decrypt = (bmp: Uint8Array): Decrypted => {
    const given = { hash, password: bmp, salt, rounds };
    const key = derivation.pkcs12({ ...given, purpose: pkcs12Purposes.key, length: cbcSizes[cipher].key });
    if ('refused' in key) return unsupported(key.refused);
    const iv = derivation.pkcs12({ ...given, purpose: pkcs12Purposes.iv, length: cbcSizes[cipher].block });
    return 'refused' in iv ? unsupported(iv.refused) : decryptSequence(cipher, key.key, iv.key, encrypted);
  };
  const fitting = password.tryForms((bmp) => {
    const decrypted = decrypt(bmp);
    return decrypted.kind === 'wrong-password' ? undefined : decrypted;
  });
  return fitting ?? { kind: 'wrong-password' };
}

/** Decrypts with a scheme of PKCS#5 version 1 or of PKCS#12. @param data OCTET STRING; @param oid the scheme's object identifier */
export function decryptPbes1(oid: string | undefined, parameters: DerNode | undefined, data: DerNode | undefined, unlocking: Unlocking): Decrypted {
  const scheme = pbes1Schemes[oid ?? ''];
  if (scheme === undefined) return unsupported(`the old scheme ${refusedSchemes[oid ?? ''] ?? oid ?? '(unnamed)'}`);
  const [saltNode, roundsNode] = inSequence(parameters);
  const [salt, rounds, encrypted] = [readOctetString(saltNode), readSmallInteger(roundsNode), readOctetString(data)];
  if (salt === undefined || !rounds || encrypted === undefined) return unsupported('damaged parameters');
  const locked = { salt, rounds, encrypted };
  return scheme.kdf === 'pbkdf1' ? byPbkdf1(scheme, locked, unlocking) : byPkcs12(scheme, locked, unlocking);
}
