/** Byte codes of the manual's tables, with the vendor's JSON names (core/objects/README.md). */

const swap = <N extends string>(table: Readonly<Record<N, number>>): ReadonlyMap<number, N> =>
  new Map((Object.entries(table) as [N, number][]).map(([name, code]) => [code, name]));

export const lifecycleCodes = { creation: 0x01, initialization: 0x03, operational: 0x07, termination: 0x0f } as const;
export type Lifecycle = keyof typeof lifecycleCodes;
export const lifecycleNames = swap(lifecycleCodes);

export const objectTypeCodes = {
  byte_string: 0x00,
  up_counter: 0x01,
  trust_anchor: 0x11,
  device_cert: 0x12,
  pre_sh_secret: 0x21,
  platform_binding: 0x22,
  update_secret: 0x23,
  authorization_ref: 0x31,
} as const;
export type ObjectType = keyof typeof objectTypeCodes;
export const objectTypeNames = swap(objectTypeCodes);

/** Names of the types in the window and the reports. */
export const objectTypeWords: Readonly<Record<ObjectType, string>> = {
  byte_string: 'byte string',
  up_counter: 'up-counter',
  trust_anchor: 'trust anchor',
  device_cert: 'device certificate',
  pre_sh_secret: 'pre-shared secret',
  platform_binding: 'platform binding secret',
  update_secret: 'protected update secret',
  authorization_ref: 'authorization reference',
};

export const keyUsageCodes = { authentication: 0x01, encryption: 0x02, signature: 0x10, key_agreement: 0x20 } as const;
export type KeyUsage = keyof typeof keyUsageCodes;

export const algorithmCodes = {
  secp256r1: 0x03,
  secp384r1: 0x04,
  secp521r1: 0x05,
  brainpoolp256r1: 0x13,
  brainpoolp384r1: 0x15,
  brainpoolp512r1: 0x16,
  rsa1024: 0x41,
  rsa2048: 0x42,
  aes128: 0x81,
  aes192: 0x82,
  aes256: 0x83,
  sha256: 0xe2,
} as const;
export type ChipAlgorithm = keyof typeof algorithmCodes;

/** Algorithms of the keys that can be made, on the computer or on the chip. */
export type NewKeyAlgorithm = Exclude<ChipAlgorithm, 'sha256'>;
export const newKeyAlgorithms: readonly NewKeyAlgorithm[] = (Object.keys(algorithmCodes) as ChipAlgorithm[]).filter((name) => name !== 'sha256');

/** Whether a key has a public part: an AES key has none. */
export const hasPublicKey = (algorithm: NewKeyAlgorithm): boolean => !algorithm.startsWith('aes');

export const algorithmNames = swap(algorithmCodes);

export const algorithmWords: Readonly<Record<ChipAlgorithm, string>> = {
  secp256r1: 'NIST P-256',
  secp384r1: 'NIST P-384',
  secp521r1: 'NIST P-521',
  brainpoolp256r1: 'Brainpool P-256 r1',
  brainpoolp384r1: 'Brainpool P-384 r1',
  brainpoolp512r1: 'Brainpool P-512 r1',
  rsa1024: 'RSA-1024',
  rsa2048: 'RSA-2048',
  aes128: 'AES-128',
  aes192: 'AES-192',
  aes256: 'AES-256',
  sha256: 'SHA-256',
};

/** Set names of a key usage byte, in the manual's order. */
export const keyUsages = (byte: number): KeyUsage[] =>
  (Object.entries(keyUsageCodes) as [KeyUsage, number][]).filter(([, bit]) => byte & bit).map(([name]) => name);

export const keyUsageByte = (usages: readonly KeyUsage[]): number =>
  usages.reduce((sum, usage) => sum | keyUsageCodes[usage], 0);

/** Whether a key with this usage byte (E1) may sign. */
export const maySign = (usage: number): boolean => (usage & (keyUsageCodes.signature | keyUsageCodes.authentication)) !== 0;

/** Content reset bits of a reset type (F0). */
export const resetBits = { flushing: 0x10, random_data: 0x20 } as const;
