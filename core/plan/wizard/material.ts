import type { Secret } from '../../bytes/secret.ts';
import type { Certificate } from '../../certificates/certificate.ts';
import type { AesKey } from '../../keys/aesKey.ts';
import type { PrivateKey } from '../../keys/privateKey.ts';
import type { ChipAlgorithm } from '../../objects/codes.ts';

/** What was given, and the name of the file that it came from. */
export interface HeldKey {
  readonly key: PrivateKey;
  readonly file: string;
}

export interface HeldAes {
  readonly key: AesKey;
  readonly file: string;
}

export interface HeldCertificate {
  readonly certificate: Certificate;
  readonly file: string;
}

export interface HeldSecret {
  readonly secret: Secret;
  readonly file: string;
}

/** A key and the certificate that should belong to it; or an AES key, which has none. */
export interface HeldPair {
  readonly key?: HeldKey | undefined;
  readonly aes?: HeldAes | undefined;
  readonly certificate?: HeldCertificate | undefined;
}

/** The key and certificate of the device, those that sign updates, and the secret that encrypts them, as far as they were given. */
export interface WizardMaterial {
  readonly device: HeldPair;
  readonly integrity: HeldPair;
  readonly secret?: HeldSecret | undefined;
}

export const pairAlgorithm = ({ key, aes }: HeldPair): ChipAlgorithm | undefined => key?.key.algorithm ?? aes?.key.algorithm;
