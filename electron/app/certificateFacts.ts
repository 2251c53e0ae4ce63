import type { Certificate } from '../../core/certificates/certificate.ts';
import type { CertificateFacts } from '../../core/contract/material.ts';
import { describePublicKey } from '../../core/keys/publicKey.ts';

/** The facts about a certificate in reviews, reports and records. */
export const certificateFacts = ({ subject, issuer, serial, notBefore, notAfter, publicKey, fingerprint }: Certificate): CertificateFacts => ({
  subject,
  issuer,
  serial,
  notBefore: notBefore.toISOString(),
  notAfter: notAfter.toISOString(),
  algorithmName: describePublicKey(publicKey),
  sha256: fingerprint,
});
