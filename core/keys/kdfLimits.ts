/**
 * What is taken at most of a file that is locked with a password: about one second of a small computer, and 256 MB.
 * What is not here depends on who derives (`KdfEngine`). Real files have 1 to 1,000,000 rounds of PBKDF2, and scrypt with 16 MB.
 */
export const kdfCosts = {
  /** Rounds of the key derivation of PKCS#12, which is always ours. */
  pkcs12: 200_000,
  /** All derivations of one file, in units of the largest single one. */
  perFile: 3,
} as const;

/** Encrypted parts of one container. Real ones have two to four. */
export const pkcs12Parts = 16;
