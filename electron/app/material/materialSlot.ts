import { belongsTogether, checkForObject } from '../../../core/certificates/certificate.ts';
import type { CertificateView, KeyView, MaterialView } from '../../../core/contract/material.ts';
import { describePublicKey } from '../../../core/keys/publicKey.ts';
import { algorithmWords, type ChipAlgorithm } from '../../../core/objects/codes.ts';
import { pairAlgorithm, type GivenAesKey, type GivenCertificate, type GivenKey } from '../../../core/plan/wizard/material.ts';
import type { Fault } from '../../../core/result/fault.ts';
import { say } from '../../../core/result/say.ts';
import { keyFingerprint, shortFingerprint } from '../../../core/keys/fingerprint.ts';
import { certificateFacts } from '../certificateFacts.ts';
import { faultView } from '../faultView.ts';

/** A key and the certificate that should match it. Both stay in the main process. */
export class Slot {
  key: GivenKey | undefined;
  /** Used instead of `key` for an AES key, which has no certificate. */
  aes: GivenAesKey | undefined;
  certificate: GivenCertificate | undefined;

  clear(): void {
    this.key?.key.secret.wipe();
    this.aes?.key.secret.wipe();
    this.key = undefined;
    this.aes = undefined;
    this.certificate = undefined;
  }

  setKey(key: GivenKey): void {
    this.key?.key.secret.wipe();
    this.aes?.key.secret.wipe();
    this.aes = undefined;
    this.key = key;
  }

  setAes(aes: GivenAesKey): void {
    this.clear();
    this.aes = aes;
  }

  get algorithm(): ChipAlgorithm | undefined {
    return pairAlgorithm(this);
  }

  get belongTogether(): boolean | undefined {
    if (this.key === undefined || this.certificate === undefined) return undefined;
    return belongsTogether(this.key.key, this.certificate.certificate).ok;
  }

  view(now: Date): MaterialView {
    const { key, aes, certificate, belongTogether } = this;
    const problem =
      key !== undefined && certificate !== undefined ? belongsTogether(key.key, certificate.certificate) : undefined;
    return {
      ...(key === undefined ? {} : { key: viewKey(key) }),
      ...(aes === undefined ? {} : { key: viewAes(aes) }),
      ...(certificate === undefined ? {} : { certificate: viewCertificate(certificate, now) }),
      ...(belongTogether === undefined ? {} : { belongTogether }),
      ...(problem === undefined || problem.ok ? {} : { problem: faultView(problem.fault) }),
    };
  }
}

function viewKey({ key, file }: GivenKey): KeyView {
  const print = keyFingerprint(key.publicKey);
  return { id: print, file, algorithm: key.algorithm, algorithmName: describePublicKey(key.publicKey), fingerprint: print };
}

/** An AES key has no public part, so it has no fingerprint. */
const viewAes = ({ key, file }: GivenAesKey): KeyView => ({ id: file, file, algorithm: key.algorithm, algorithmName: algorithmWords[key.algorithm], fingerprint: '' });

/** A warning beside the certificate that it is about. The subject is above it, so the sentence does not repeat it. */
function sayBeside(warning: Fault): string {
  const { what, why } = say(warning);
  return `${what} ${why}`;
}

/** Size of the chip's largest certificate object. */
const certificateObject = 1728;

export function viewCertificate({ certificate, file, unused = [] }: GivenCertificate, now: Date): CertificateView {
  const { sha256: _, ...facts } = certificateFacts(certificate);
  const checked = checkForObject(certificate, { maxSize: certificateObject, now });
  return {
    id: shortFingerprint(certificate.der),
    file,
    ...facts,
    // The fingerprint of the public key, so that people can compare it with that of the private key.
    fingerprint: shortFingerprint(certificate.spki),
    size: certificate.der.length,
    warnings: checked.ok ? checked.value.map(sayBeside) : [sayBeside(checked.fault)],
    unused: [...unused],
  };
}
