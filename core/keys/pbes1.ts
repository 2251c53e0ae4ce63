import { cbcSizes, decryptCbc, type CbcName } from './ciphers.ts';
import { inSequence, readOctetString, readSmallInteger, type DerNode } from './der.ts';
import type { Derivation, Derived } from './kdf.ts';
import type { Decrypted } from './pbes2.ts';
import { bmpPassword, pkcs12Purposes } from './pkcs12Kdf.ts';

/** Schemes of PKCS#12 (RFC 7292, appendix C). Their keys come from PKCS#12's own derivation with SHA-1. */
const pkcs12Schemes: Readonly<Record<string, CbcName>> = {
  '1.2.840.113549.1.12.1.3': '3des',
  '1.2.840.113549.1.12.1.5': 'rc2-128',
  '1.2.840.113549.1.12.1.6': 'rc2-40',
};

/** Older schemes, which are not supported. The fault names the scheme and the command that converts the file. */
const oldNames: Readonly<Record<string, string>> = {
  '1.2.840.113549.1.5.1': 'pbeWithMD2AndDES-CBC',
  '1.2.840.113549.1.5.3': 'pbeWithMD5AndDES-CBC',
  '1.2.840.113549.1.5.4': 'pbeWithMD2AndRC2-CBC',
  '1.2.840.113549.1.5.6': 'pbeWithMD5AndRC2-CBC',
  '1.2.840.113549.1.5.10': 'pbeWithSHA1AndDES-CBC',
  '1.2.840.113549.1.5.11': 'pbeWithSHA1AndRC2-CBC',
  '1.2.840.113549.1.12.1.1': 'pbeWithSHA1And128BitRC4',
  '1.2.840.113549.1.12.1.2': 'pbeWithSHA1And40BitRC4',
  '1.2.840.113549.1.12.1.4': 'pbeWithSHA1And2-KeyTripleDES-CBC',
};

interface Unlocking {
  readonly password: string;
  readonly derivation: Derivation;
}

/** Decrypts with a scheme of PKCS#12. @param data OCTET STRING; @param scheme object identifier */
export function decryptPbes1(scheme: string | undefined, parameters: DerNode | undefined, data: DerNode | undefined, { password, derivation }: Unlocking): Decrypted {
  const cipher = pkcs12Schemes[scheme ?? ''];
  if (cipher === undefined) return { kind: 'unsupported', name: `the old scheme ${oldNames[scheme ?? ''] ?? scheme ?? '(unnamed)'}` };
  const [saltNode, roundsNode] = inSequence(parameters);
  const [salt, rounds, encrypted] = [readOctetString(saltNode), readSmallInteger(roundsNode), readOctetString(data)];
  if (salt === undefined || !rounds || encrypted === undefined) return { kind: 'unsupported', name: 'damaged parameters' };
  const bytes = bmpPassword(password);
  const { key: keyLength, block } = cbcSizes[cipher];
  const derive = (purpose: 1 | 2, length: number): Derived => derivation.pkcs12({ hash: 'sha1', password: bytes, salt, rounds, purpose, length });
  const [key, iv] = [derive(pkcs12Purposes.key, keyLength), derive(pkcs12Purposes.iv, block)];
  bytes.fill(0);
  if ('refused' in key) return { kind: 'unsupported', name: key.refused };
  if ('refused' in iv) return { kind: 'unsupported', name: iv.refused };
  const plain = decryptCbc(cipher, key.key, iv.key, encrypted);
  key.key.fill(0);
  return plain === undefined ? { kind: 'wrong-password' } : { kind: 'plain', bytes: plain };
}
