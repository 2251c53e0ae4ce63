import { parseCertificateFile } from '../../../core/certificates/material.ts';
import type { Certificate } from '../../../core/certificates/certificate.ts';
import { chainJudge, type ChainReport } from '../../../core/certificates/chain.ts';
import type { CheckSignature } from '../../../core/keys/signer.ts';
import { must } from '../../../core/result/result.ts';
import { utf8 } from '../../../core/bytes/bytes.ts';
import pinned from '../../../resources/anchors/anchors.json' with { type: 'json' };

export interface PinnedAnchor {
  readonly name: string;
  readonly role: 'root' | 'intermediate';
  readonly address: string;
  readonly certificate: Certificate;
}

/** Reads a pinned anchor. If the file's digest differs from the pinned one, the program has a bug, so it throws. */
function load({ name, role, sha256, address, pem }: (typeof pinned)[number]): PinnedAnchor {
  const certificate = must(parseCertificateFile(utf8(pem), name));
  if (certificate.fingerprint !== sha256) throw new Error(`pinned anchor ${name} has another fingerprint`);
  return { name, role: role === 'root' ? 'root' : 'intermediate', address, certificate };
}

let loaded: readonly PinnedAnchor[] | undefined;

/** The vendor's CA certificates in this program. The roots are trusted; the others only help to build chains. */
export function pinnedAnchors(): readonly PinnedAnchor[] {
  loaded ??= pinned.map(load);
  return loaded;
}

const certificatesOf = (role: PinnedAnchor['role']): Certificate[] =>
  pinnedAnchors().flatMap((anchor) => (anchor.role === role ? [anchor.certificate] : []));

/**
 * Judges certificates by their chains to the vendor's pinned roots, or to the user's own anchors.
 * @param beside certificates from the same source, which may help to build chains
 * @param own anchors of the user
 * @param check the host's signature check, used when many certificates are judged
 */
export const chainJudgeOf = (beside: readonly Certificate[], own: readonly Certificate[], now: Date, check?: CheckSignature): ((leaf: Certificate) => ChainReport) =>
  chainJudge([...beside, ...certificatesOf('intermediate')], [...own, ...certificatesOf('root')], now, check);

/** Finds the chain of one certificate, see `chainJudgeOf`. */
export const chainOf = (leaf: Certificate, beside: readonly Certificate[], own: readonly Certificate[], now: Date): ChainReport =>
  chainJudgeOf(beside, own, now)(leaf);

/** Name of a certificate if it is pinned. */
export const pinnedName = ({ fingerprint }: Certificate): string | undefined =>
  pinnedAnchors().find(({ certificate }) => certificate.fingerprint === fingerprint)?.name;
