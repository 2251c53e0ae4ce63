import type { Secret } from '../../bytes/secret.ts';
import type { Certificate } from '../../certificates/certificate.ts';
import type { AesKey } from '../../keys/aesKey.ts';
import type { PrivateKey } from '../../keys/privateKey.ts';
import type { ChipAlgorithm } from '../../objects/codes.ts';

/** A given content, and the name of its file. */
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

/** A key and the certificate that should match it. An AES key has no certificate. */
export interface HeldPair {
  readonly key?: HeldKey | undefined;
  readonly aes?: HeldAes | undefined;
  readonly certificate?: HeldCertificate | undefined;
}

/** The given materials: the device's key and certificate, the signer's key and certificate, and the secret for encryption. */
export interface WizardMaterial {
  readonly device: HeldPair;
  readonly integrity: HeldPair;
  readonly secret?: HeldSecret | undefined;
}

export const pairAlgorithm = ({ key, aes }: HeldPair): ChipAlgorithm | undefined => key?.key.algorithm ?? aes?.key.algorithm;
