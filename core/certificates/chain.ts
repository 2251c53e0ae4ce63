import { equal } from '../bytes/bytes.ts';
import { fault, type Fault } from '../result/fault.ts';
import type { Certificate } from './certificate.ts';
import { checkAnchor, checkLast, endsWay, looseness, mayBeIssuer, namedIssuer, type RuleFault } from './chainRules.ts';
import type { CheckSignature } from '../keys/signer.ts';
import { verifySigned } from './signatureAlgorithm.ts';

export type ChainFault = RuleFault | 'chain/no-issuer' | 'chain/untrusted-root' | 'chain/bad-signature' | 'chain/unsupported' | 'chain/not-followed';

export interface ChainReport {
  /**
   * The certificates from the one that is judged to the last one found. If several ways exist, this is the way that
   * came nearest to an anchor.
   */
  readonly chain: readonly Certificate[];
  readonly trusted: boolean;
  /** The first reason why the chain is not trusted. */
  readonly fault?: Fault<ChainFault>;
  /** Only for a trusted chain: what strict verifiers would refuse in its CAs. */
  readonly notes: readonly Fault<'chain/loose-ca'>[];
}

/** More than any real chain has. */
const longest = 8;
/**
 * Most signatures that are checked. Many certificates with one name would otherwise branch without end. On the largest
 * curve this many take a second.
 */
const mostSignatures = 64;

type Chain = readonly [Certificate, ...Certificate[]];

/**
 * Whether two certificates have the same name and key. A renewed CA's certificate leads to the same issuers as the old one (RFC
 * 4158, 2.4.1: loops).
 */
const sameHolder = (a: Certificate, b: Certificate): boolean => equal(a.spki, b.spki) && equal(a.subjectName, b.subjectName);

/** Removes duplicates; keeps the order of first occurrence. */
export const distinct = (certificates: readonly Certificate[]): Certificate[] =>
  [...new Map(certificates.map((certificate) => [certificate.fingerprint, certificate])).values()];

/** The state of one judge: the available certificates, and which of them signed each other. */
class Candidates {
  readonly all: readonly Certificate[];
  readonly now: Date;
  readonly #anchors: ReadonlySet<string>;
  readonly #check: CheckSignature | undefined;
  readonly #verified = new Map<string, boolean>();
  readonly #candidateSet: ReadonlySet<Certificate>;

  constructor(others: readonly Certificate[], anchors: readonly Certificate[], now: Date, check?: CheckSignature) {
    this.all = distinct([...anchors, ...others]);
    this.#candidateSet = new Set(this.all);
    this.#anchors = new Set(anchors.map(({ fingerprint }) => fingerprint));
    this.now = now;
    this.#check = check;
  }

  isAnchor({ fingerprint }: Certificate): boolean {
    return this.#anchors.has(fingerprint);
  }

  /** Each signature between the available certificates is checked once, because thousands of leaves have one issuer. */
  signed(issuer: Certificate, subject: Certificate): boolean {
    const { signatureAlgorithm, tbs, signature } = subject;
    const verify = (): boolean => verifySigned(issuer.publicKey, signatureAlgorithm, tbs, signature, this.#check);
    if (!this.#candidateSet.has(subject)) return verify();
    const pair = `${issuer.fingerprint} ${subject.fingerprint}`;
    const signed = this.#verified.get(pair) ?? verify();
    this.#verified.set(pair, signed);
    return signed;
  }
}

/**
 * Tries all ways to an anchor, one after the other. There can be several, because a renewed CA has several
 * certificates with one name and key.
 */
class Search {
  readonly #candidates: Candidates;
  #left = mostSignatures;
  #best: { readonly report: ChainReport; readonly score: number } | undefined;

  constructor(candidates: Candidates) {
    this.#candidates = candidates;
  }

  run(leaf: Certificate): ChainReport {
    const found = this.#follow([leaf]);
    if (found !== undefined) return { chain: found, trusted: true, notes: found.flatMap((link, i) => (i > 0 || link.isCa ? looseness(link) : [])) };
    // A search that found no way to an anchor has recorded at least one failure.
    const { report } = this.#best as { readonly report: ChainReport };
    // The search stopped at its limit. An unchecked certificate may lead to an anchor, so no other reason is certain.
    return this.#left > 0 ? report : { ...report, fault: fault('chain/not-followed', { subject: leaf.subject }) };
  }

  /** The first way from the end of this chain to an anchor. */
  #follow(chain: Chain): Chain | undefined {
    const last = chain.at(-1) as Certificate;
    const isAnchor = this.#candidates.isAnchor(last) && endsWay(last);
    const wrong = checkLast(chain, this.#candidates.now) ?? (isAnchor ? checkAnchor(last) : undefined);
    // A failure at an anchor counts as nearer than a way that never reached an anchor. A certificate that is itself
    // wrong does not count.
    if (wrong !== undefined) return this.#failed(chain, wrong, isAnchor ? longest : chain.length - 1);
    if (isAnchor) return chain;
    if (last.signatureAlgorithm.kind === 'unknown') {
      return this.#failed(chain, fault('chain/unsupported', { subject: last.subject, algorithm: last.signatureAlgorithm.name }), chain.length);
    }
    return this.#climb(chain, last);
  }

  #climb(chain: Chain, last: Certificate): Chain | undefined {
    const candidates = this.#candidates;
    const named = candidates.all.filter((other) => mayBeIssuer(other, last) && (candidates.isAnchor(other) || !chain.some((link) => sameHolder(link, other))));
    let signers = 0;
    for (const issuer of named) {
      if (chain.length === longest || this.#left === 0) return this.#failed(chain, fault('chain/not-followed', { subject: last.subject }), chain.length);
      this.#left -= 1;
      if (!candidates.signed(issuer, last)) continue;
      signers += 1;
      const found = this.#follow([...chain, issuer]);
      if (found !== undefined) return found;
    }
    return signers > 0 ? undefined : this.#failed(chain, this.#deadEnd(chain, named.length), chain.length);
  }

  /**
   * Why a chain ends: none of the other certificates signed its last certificate. @param named how many others have the
   * issuer's name
   */
  #deadEnd(chain: Chain, named: number): Fault<ChainFault> {
    const last = chain.at(-1) as Certificate;
    const { subject, issuer } = last;
    const signer = chain.find((link) => namedIssuer(link, last) && this.#candidates.signed(link, last));
    // `last` may be an anchor that names an issuer with another key. It is then judged as any other certificate.
    if (signer !== undefined && !this.#candidates.isAnchor(last)) return fault(sameHolder(signer, last) ? 'chain/untrusted-root' : 'chain/not-followed', { subject });
    return fault(named > 0 ? 'chain/bad-signature' : 'chain/no-issuer', { subject, issuer });
  }

  /** Keeps the better failure; of two equal ones, the first. @param score how near it came to an anchor */
  #failed(chain: Chain, why: Fault<ChainFault>, score: number): undefined {
    if (this.#best === undefined || score > this.#best.score) this.#best = { report: { chain, trusted: false, fault: why, notes: [] }, score };
  }
}

/**
 * Verifies certificates offline up to one of the pinned anchors. Each certificate must be valid now. A validity need
 * not lie within the issuer's: the vendor's device certificates are older than the CA certificate that signed them.
 * @param others available intermediates, in any order
 * @param anchors roots (or intermediates) that are trusted as they are, if they keep the rules
 * @param check the host's signature check; without it, our own. The rules are the same
 * @returns a function that judges one certificate at a time
 */
export function chainJudge(others: readonly Certificate[], anchors: readonly Certificate[], now: Date, check?: CheckSignature): (leaf: Certificate) => ChainReport {
  const candidates = new Candidates(others, anchors, now, check);
  return (leaf) => new Search(candidates).run(leaf);
}

/** The chain of one certificate, see `chainJudge`. */
export const verifyChain = (leaf: Certificate, others: readonly Certificate[], anchors: readonly Certificate[], now: Date): ChainReport =>
  chainJudge(others, anchors, now)(leaf);
