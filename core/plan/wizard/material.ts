import type { Secret } from '../../bytes/secret.ts';
import type { Certificate } from '../../certificates/certificate.ts';
import type { AesKey } from '../../keys/aesKey.ts';
import type { PrivateKey } from '../../keys/privateKey.ts';
import type { ChipAlgorithm } from '../../objects/codes.ts';

/** A given content, and the name of its file. */
export interface GivenKey {
  readonly key: PrivateKey;
  readonly file: string;
}

export interface GivenAesKey {
  readonly key: AesKey;
  readonly file: string;
}

export interface GivenCertificate {
  readonly certificate: Certificate;
  readonly file: string;
  /** Subjects of the file's other certificates, which are not used: those of a chain. */
  readonly unused?: readonly string[];
}

export interface GivenSecret {
  readonly secret: Secret;
  readonly file: string;
}

/** A key and the certificate that should match it. An AES key has no certificate. */
export interface GivenPair {
  readonly key?: GivenKey | undefined;
  readonly aes?: GivenAesKey | undefined;
  readonly certificate?: GivenCertificate | undefined;
}

/** The given materials: the device's key and certificate, the signer's key and certificate, and the secret for encryption. */
export interface WizardMaterial {
  readonly device: GivenPair;
  readonly integrity: GivenPair;
  readonly secret?: GivenSecret | undefined;
}

export const pairAlgorithm = ({ key, aes }: GivenPair): ChipAlgorithm | undefined => key?.key.algorithm ?? aes?.key.algorithm;
