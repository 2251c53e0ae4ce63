import { equal } from '../bytes/bytes.ts';
import { fault, type Fault } from '../result/fault.ts';
import { sayDay } from '../result/format.ts';
import type { Certificate } from './certificate.ts';
import { fitsAuthority } from './readExtensions.ts';
import { isFor } from './signatureAlgorithm.ts';

/** A reason to refuse one certificate of a chain, independent of its issuer. */
export type RuleFault =
  | 'chain/not-valid-now'
  | 'chain/not-a-ca'
  | 'chain/too-many-cas'
  | 'chain/flawed'
  | 'chain/critical-extension'
  | 'chain/name-constraints';

/** Compares only the names. The signature is checked separately. */
export const namedIssuer = (issuer: Certificate, subject: Certificate): boolean => equal(issuer.subjectName, subject.issuerName);

/** Whether one certificate may have issued the other: by name and, if both have them, by key identifiers. */
export const mayBeIssuer = (issuer: Certificate, subject: Certificate): boolean => namedIssuer(issuer, subject) && fitsAuthority(subject.authorityKey, issuer);

const selfIssued = (certificate: Certificate): boolean => namedIssuer(certificate, certificate);

/** Checks the validity. The first second counts as valid, the last second as expired, as in openssl. */
function checkTime({ subject, notBefore, notAfter }: Certificate, now: Date): Fault<RuleFault> | undefined {
  if (now >= notBefore && now < notAfter) return undefined;
  return fault('chain/not-valid-now', { subject, from: sayDay(notBefore), until: sayDay(notAfter) });
}

/** Checks that every critical extension is known and nothing contradicts itself. Applies to every certificate, also to the anchor. */
function checkExtensions({ subject, flaws: [flaw], unknownCritical: names, limitsNames }: Certificate): Fault<RuleFault> | undefined {
  if (flaw !== undefined) return fault('chain/flawed', { subject, why: flaw });
  if (names.length > 0) return fault('chain/critical-extension', { subject, names });
  return limitsNames ? fault('chain/name-constraints', { subject }) : undefined;
}

/** @param between number of CAs between this one and the leaf */
function checkIssuer({ subject: issuer, isCa, keyUsage, pathLength }: Certificate, { subject }: Certificate, between: readonly Certificate[]): Fault<RuleFault> | undefined {
  if (!isCa) return fault('chain/not-a-ca', { subject, issuer, why: 'no-ca' });
  if (keyUsage?.includes('keyCertSign') === false) return fault('chain/not-a-ca', { subject, issuer, why: 'key-usage' });
  // A CA that issued its own next certificate does not count (RFC 5280, 6.1.4).
  const below = between.filter((ca) => !selfIssued(ca)).length;
  return pathLength !== undefined && pathLength < below ? fault('chain/too-many-cas', { subject: issuer, pathLength, below }) : undefined;
}

/** What is wrong with the last certificate of a chain whose other certificates are correct. @param chain from the leaf upwards */
export function checkLast(chain: readonly [Certificate, ...Certificate[]], now: Date): Fault<RuleFault> | undefined {
  const last = chain.at(-1) as Certificate;
  const below = chain.length > 1 ? chain.at(-2) : undefined;
  return checkExtensions(last) ?? (below === undefined ? undefined : checkIssuer(last, below, chain.slice(1, -1))) ?? checkTime(last, now);
}

/**
 * Whether a chain ends at an anchor. An anchor that names itself as issuer but another key as issuer's key needs a
 * certificate above it.
 */
export const endsWay = (anchor: Certificate): boolean => !selfIssued(anchor) || fitsAuthority(anchor.authorityKey, anchor);

/** Checks the algorithm of a self-signed anchor. An anchor's signature is not checked. */
export function checkAnchor(anchor: Certificate): Fault<'chain/flawed'> | undefined {
  const { subject, signatureAlgorithm, publicKey } = anchor;
  if (!selfIssued(anchor) || isFor(signatureAlgorithm, publicKey)) return undefined;
  return fault('chain/flawed', { subject, why: `It names itself as its issuer, and its signature algorithm ${signatureAlgorithm.name} is not for its key.` });
}

/** What strict verifiers refuse in a CA, and plain ones accept. Many private CAs have these faults. */
export function looseness(ca: Certificate): Fault<'chain/loose-ca'>[] {
  const { subject } = ca;
  const found = [
    ca.keyUsage === undefined ? 'It does not say what its key is for (no keyUsage).' : undefined,
    ca.strictCa ? undefined : 'Its basicConstraints are not marked critical.',
    ca.subjectKeyId === undefined ? 'It has no subject key identifier.' : undefined,
    ca.authorityKey === undefined && !selfIssued(ca) ? 'It has no authority key identifier.' : undefined,
  ];
  return found.flatMap((what) => (what === undefined ? [] : [fault('chain/loose-ca', { subject, what })]));
}
