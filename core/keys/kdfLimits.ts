/**
 * Limits for a file that is locked with a password: about one second of a small computer, and 256 MB. Other limits
 * depend on the host's speed (`KdfEngine`). Real files have 1 to 1,000,000 rounds of PBKDF2, and scrypt with 16 MB.
 */
export const kdfCosts = {
  /** Rounds of PBKDF1, and of the key derivation of PKCS#12 for one block of its hash. Both are always our own implementation. */
  ours: 200_000,
  /** Sum of all derivations of one file, in units of the largest single one. */
  perFile: 3,
} as const;

/** Encrypted parts of one container. Real ones have two to four. */
export const pkcs12Parts = 16;
