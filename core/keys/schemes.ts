import type { CbcName } from './ciphers.ts';

/** A scheme whose identifier names both the key derivation and the cipher. `CbcName` has the length of the key. */
export type Pbes1Scheme =
  | { readonly kdf: 'pbkdf1'; readonly hash: 'md5' | 'sha1'; readonly cipher: CbcName }
  | { readonly kdf: 'pkcs12'; readonly hash: 'sha1'; readonly cipher: CbcName };

/** PBES1 (PKCS#5 version 1; RFC 8018, A.3) and the schemes of PKCS#12 (RFC 7292, appendix C). */
export const pbes1Schemes: Readonly<Record<string, Pbes1Scheme>> = {
  '1.2.840.113549.1.5.3': { kdf: 'pbkdf1', hash: 'md5', cipher: 'des' },
  '1.2.840.113549.1.5.6': { kdf: 'pbkdf1', hash: 'md5', cipher: 'rc2-64' },
  '1.2.840.113549.1.5.10': { kdf: 'pbkdf1', hash: 'sha1', cipher: 'des' },
  '1.2.840.113549.1.5.11': { kdf: 'pbkdf1', hash: 'sha1', cipher: 'rc2-64' },
  '1.2.840.113549.1.12.1.3': { kdf: 'pkcs12', hash: 'sha1', cipher: '3des' },
  '1.2.840.113549.1.12.1.4': { kdf: 'pkcs12', hash: 'sha1', cipher: '3des-two-keys' },
  '1.2.840.113549.1.12.1.5': { kdf: 'pkcs12', hash: 'sha1', cipher: 'rc2-128' },
  '1.2.840.113549.1.12.1.6': { kdf: 'pkcs12', hash: 'sha1', cipher: 'rc2-40' },
};

/** The others of both lists: MD2 and RC4 are not supported. The fault names the scheme and the command that converts the file. */
export const refusedSchemes: Readonly<Record<string, string>> = {
  '1.2.840.113549.1.5.1': 'pbeWithMD2AndDES-CBC',
  '1.2.840.113549.1.5.4': 'pbeWithMD2AndRC2-CBC',
  '1.2.840.113549.1.12.1.1': 'pbeWithSHA1And128BitRC4',
  '1.2.840.113549.1.12.1.2': 'pbeWithSHA1And40BitRC4',
};

/** Ciphers of PBES2 whose parameter is the initial value. */
export const pbes2Ciphers: Readonly<Record<string, CbcName>> = {
  '2.16.840.1.101.3.4.1.2': 'aes-128',
  '2.16.840.1.101.3.4.1.22': 'aes-192',
  '2.16.840.1.101.3.4.1.42': 'aes-256',
  '1.2.840.113549.3.7': '3des',
  '1.3.14.3.2.7': 'des',
};

/** RC2 in PBES2: the version in its parameters stands for the effective bits (RFC 8018, B.2.3). */
export const rc2Cipher = '1.2.840.113549.3.2';
export const rc2Versions: Readonly<Record<number, CbcName>> = { 160: 'rc2-40', 120: 'rc2-64', 58: 'rc2-128' };

/** Ciphers of old encrypted PEM, by OpenSSL's names. */
export const pemCiphers: Readonly<Record<string, CbcName>> = {
  'AES-128-CBC': 'aes-128',
  'AES-192-CBC': 'aes-192',
  'AES-256-CBC': 'aes-256',
  'DES-EDE3-CBC': '3des',
  'DES-EDE-CBC': '3des-two-keys',
  'DES-CBC': 'des',
  'RC2-CBC': 'rc2-128',
  'RC2-64-CBC': 'rc2-64',
  'RC2-40-CBC': 'rc2-40',
};
