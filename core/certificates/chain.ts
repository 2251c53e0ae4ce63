import { equal } from '../bytes/bytes.ts';
import { fault, type Fault } from '../result/fault.ts';
import type { Certificate } from './certificate.ts';
import { verifySigned } from './signatureAlgorithm.ts';

export type ChainFault = 'chain/no-issuer' | 'chain/bad-signature' | 'chain/not-valid-now' | 'chain/not-a-ca' | 'chain/unsupported';

export interface ChainReport {
  /** From the certificate asked about up to the last one found. */
  readonly chain: readonly Certificate[];
  readonly trusted: boolean;
  /** Why not, the first cause. */
  readonly fault?: Fault<ChainFault>;
}

/** More than any real chain has. */
const longest = 8;

const sameCertificate = (a: Certificate, b: Certificate): boolean => equal(a.der, b.der);
const issued = (issuer: Certificate, subject: Certificate): boolean => equal(issuer.subjectName, subject.issuerName);
const signed = (issuer: Certificate, { signatureAlgorithm, tbs, signature }: Certificate): boolean =>
  verifySigned(issuer.publicKey, signatureAlgorithm, tbs, signature);

function checkTime({ subject, notBefore, notAfter }: Certificate, now: Date): Fault<ChainFault> | undefined {
  if (now >= notBefore && now <= notAfter) return undefined;
  const day = (date: Date): string => date.toISOString().slice(0, 10);
  return fault('chain/not-valid-now', { subject, from: day(notBefore), until: day(notAfter) });
}

/** @param below how many CAs stand between this one and the leaf */
function checkIssuer(issuer: Certificate, { subject }: Certificate, below: number): Fault<ChainFault> | undefined {
  const maySign = issuer.keyUsage === undefined || issuer.keyUsage.includes('keyCertSign');
  const deepEnough = issuer.pathLength === undefined || issuer.pathLength >= below;
  return issuer.isCa && maySign && deepEnough ? undefined : fault('chain/not-a-ca', { subject, issuer: issuer.subject });
}

/**
 * Verifies a certificate offline up to one of the pinned anchors. Each certificate must be valid now; validity is not
 * nested, since the vendor's device certificates are older than the CA certificate that signed them (spec page 5).
 * @param others intermediates at hand, in any order
 * @param anchors roots (or intermediates) that are trusted as they are
 */
export function verifyChain(leaf: Certificate, others: readonly Certificate[], anchors: readonly Certificate[], now: Date): ChainReport {
  const chain: Certificate[] = [leaf];
  const failed = (why: Fault<ChainFault>): ChainReport => ({ chain, trusted: false, fault: why });
  const late = checkTime(leaf, now);
  if (late !== undefined) return failed(late);
  for (;;) {
    const last = chain.at(-1) as Certificate;
    if (anchors.some((anchor) => sameCertificate(anchor, last))) return { chain, trusted: true };
    if (last.signatureAlgorithm.kind === 'unknown') {
      return failed(fault('chain/unsupported', { subject: last.subject, algorithm: last.signatureAlgorithm.name }));
    }
    const candidates = [...anchors, ...others].filter((other) => issued(other, last) && !chain.some((link) => sameCertificate(link, other)));
    const issuer = candidates.find((candidate) => signed(candidate, last));
    const missing = { subject: last.subject, issuer: last.issuer };
    if (issuer === undefined) return failed(fault(candidates.length > 0 ? 'chain/bad-signature' : 'chain/no-issuer', missing));
    const wrong = checkIssuer(issuer, last, chain.length - 1) ?? checkTime(issuer, now);
    chain.push(issuer);
    if (wrong !== undefined) return failed(wrong);
    if (chain.length > longest) return failed(fault('chain/no-issuer', missing));
  }
}
