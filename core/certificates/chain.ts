import { equal } from '../bytes/bytes.ts';
import { fault, type Fault } from '../result/fault.ts';
import type { Certificate } from './certificate.ts';
import { verifySigned } from './signatureAlgorithm.ts';

export type ChainFault =
  | 'chain/no-issuer'
  | 'chain/untrusted-root'
  | 'chain/bad-signature'
  | 'chain/not-valid-now'
  | 'chain/not-a-ca'
  | 'chain/unsupported'
  | 'chain/not-followed';

export interface ChainReport {
  /** From the certificate asked about up to the last one found: of several ways, the one that came nearest to an anchor. */
  readonly chain: readonly Certificate[];
  readonly trusted: boolean;
  /** Why not, the first cause. */
  readonly fault?: Fault<ChainFault>;
}

/** More than any real chain has. */
const longest = 8;
/** Signatures that are looked at, at most: certificates that all have one name would branch without end. */
const mostSignatures = 200;

type Chain = readonly [Certificate, ...Certificate[]];

/** By their names alone: the signature has still to be looked at. */
export const namedIssuer = (issuer: Certificate, subject: Certificate): boolean => equal(issuer.subjectName, subject.issuerName);
/** Of one name and key: a renewed CA leads no further than the old one (RFC 4158, 2.4.1: loops). */
const sameHolder = (a: Certificate, b: Certificate): boolean => equal(a.spki, b.spki) && equal(a.subjectName, b.subjectName);
const signed = (issuer: Certificate, { signatureAlgorithm, tbs, signature }: Certificate): boolean =>
  verifySigned(issuer.publicKey, signatureAlgorithm, tbs, signature);

/** Each certificate once, in the order of the first of each. */
export const distinct = (certificates: readonly Certificate[]): Certificate[] =>
  [...new Map(certificates.map((certificate) => [certificate.fingerprint, certificate])).values()];

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

/** What is wrong with the last certificate of a chain, whose others are good. */
function checkLast(chain: Chain, now: Date): Fault<ChainFault> | undefined {
  const [last, below] = [chain.at(-1) as Certificate, chain.at(-2)];
  const wrong = below === undefined ? undefined : checkIssuer(last, below, chain.length - 2);
  return wrong ?? checkTime(last, now);
}

/** Why a chain ends: no certificate outside it signed its last one. @param named how many have its issuer's name */
function deadEnd(chain: Chain, named: number): Fault<ChainFault> {
  const last = chain.at(-1) as Certificate;
  const { subject, issuer } = last;
  const signer = chain.find((link) => namedIssuer(link, last) && signed(link, last));
  if (signer !== undefined) return fault(sameHolder(signer, last) ? 'chain/untrusted-root' : 'chain/not-followed', { subject });
  return fault(named > 0 ? 'chain/bad-signature' : 'chain/no-issuer', { subject, issuer });
}

/** Tries one way to an anchor after the other: a CA that was renewed has several certificates of one name and key. */
class Search {
  readonly #candidates: readonly Certificate[];
  readonly #anchors: ReadonlySet<string>;
  readonly #now: Date;
  #left = mostSignatures;
  #best: { readonly report: ChainReport; readonly score: number } | undefined;

  constructor(others: readonly Certificate[], anchors: readonly Certificate[], now: Date) {
    this.#candidates = distinct([...anchors, ...others]);
    this.#anchors = new Set(anchors.map(({ fingerprint }) => fingerprint));
    this.#now = now;
  }

  #isAnchor({ fingerprint }: Certificate): boolean {
    return this.#anchors.has(fingerprint);
  }

  run(leaf: Certificate): ChainReport {
    const found = this.#follow([leaf]);
    if (found !== undefined) return { chain: found, trusted: true };
    // A search without a way to an anchor has noted at least one failure.
    const { report } = this.#best as { readonly report: ChainReport };
    // What was not looked at might be the way: then nothing else is known for certain.
    return this.#left > 0 ? report : { ...report, fault: fault('chain/not-followed', { subject: leaf.subject }) };
  }

  /** The first way from the end of this chain to an anchor. */
  #follow(chain: Chain): Chain | undefined {
    const last = chain.at(-1) as Certificate;
    const isAnchor = this.#isAnchor(last);
    const wrong = checkLast(chain, this.#now);
    // What failed at an anchor came nearer than what never got to one; a certificate that is wrong itself does not count.
    if (wrong !== undefined) return this.#failed(chain, wrong, isAnchor ? longest : chain.length - 1);
    if (isAnchor) return chain;
    if (last.signatureAlgorithm.kind === 'unknown') {
      return this.#failed(chain, fault('chain/unsupported', { subject: last.subject, algorithm: last.signatureAlgorithm.name }), chain.length);
    }
    return this.#climb(chain, last);
  }

  #climb(chain: Chain, last: Certificate): Chain | undefined {
    const named = this.#candidates.filter((other) => namedIssuer(other, last) && (this.#isAnchor(other) || !chain.some((link) => sameHolder(link, other))));
    let signers = 0;
    for (const issuer of named) {
      if (chain.length === longest || this.#left === 0) return this.#failed(chain, fault('chain/not-followed', { subject: last.subject }), chain.length);
      this.#left -= 1;
      if (!signed(issuer, last)) continue;
      signers += 1;
      const found = this.#follow([...chain, issuer]);
      if (found !== undefined) return found;
    }
    return signers > 0 ? undefined : this.#failed(chain, deadEnd(chain, named.length), chain.length);
  }

  /** Of equal ones the first is kept. @param score how near it came to an anchor */
  #failed(chain: Chain, why: Fault<ChainFault>, score: number): undefined {
    if (this.#best === undefined || score > this.#best.score) this.#best = { report: { chain, trusted: false, fault: why }, score };
  }
}

/**
 * Verifies a certificate offline up to one of the pinned anchors. Each certificate must be valid now; validity is not
 * nested, since the vendor's device certificates are older than the CA certificate that signed them (spec page 5).
 * @param others intermediates at hand, in any order
 * @param anchors roots (or intermediates) that are trusted as they are
 */
export const verifyChain = (leaf: Certificate, others: readonly Certificate[], anchors: readonly Certificate[], now: Date): ChainReport =>
  new Search(others, anchors, now).run(leaf);
