import { X509Certificate, type KeyObject } from 'node:crypto';
import type { BundleProblem } from '../../../core/bundle/certificateTable.ts';
import { reelObjects, type ReelObject } from '../../../core/bundle/names.ts';
import type { Reel } from '../../../core/bundle/reel.ts';
import { parseCertificate, type Certificate } from '../../../core/certificates/certificate.ts';
import { fault } from '../../../core/result/fault.ts';
import { sayLine } from '../../../core/result/say.ts';
import { chainOf } from '../anchors.ts';
import { gapsOf } from './words.ts';

export interface ChainSum {
  readonly object: ReelObject;
  readonly of: number;
  readonly trusted: number;
}

export interface BundleCheck {
  /** Nothing is wrong with what was looked at. */
  readonly good: boolean;
  readonly problems: readonly BundleProblem[];
  /** What chips lack; that a bundle holds more chips than the reel is normal. */
  readonly gaps: readonly string[];
  readonly chains: readonly ChainSum[];
}

/** Undefined when a certificate leads to a trusted root; else what is wrong, unless it was told of its issuer already. */
type Judge = (der: Uint8Array, file: string) => { readonly problem?: BundleProblem } | undefined;

/**
 * Judges the certificates of a reel. The first of each issuer is led to a root, step by step; the others have the same
 * issuer, whose signature the system's OpenSSL verifies: a reel has thousands.
 */
function makeJudge(anchors: readonly Certificate[], now: Date): Judge {
  const issuers = new Map<string, KeyObject>();
  /** Issuers that no certificate is at hand of: told once, not thousands of times. */
  const absent = new Set<string>();
  const intermediates = anchors.filter(({ subject, issuer }) => subject !== issuer);
  const quick = (der: Uint8Array): boolean => {
    try {
      const one = new X509Certificate(der);
      const key = issuers.get(one.issuer);
      return key !== undefined && new Date(one.validFrom) <= now && now <= new Date(one.validTo) && one.verify(key);
    } catch {
      return false;
    }
  };
  return (der, file) => {
    if (quick(der)) return undefined;
    const certificate = parseCertificate(der, file);
    if (!certificate.ok) return { problem: fault('bundle/bad-certificate', { file, why: sayLine(certificate.fault) }) };
    if (absent.has(certificate.value.issuer)) return {};
    const { trusted, chain, fault: why } = chainOf(certificate.value, intermediates, anchors, now);
    const [, issuer] = chain;
    if (trusted && issuer !== undefined) issuers.set(new X509Certificate(der).issuer, new X509Certificate(issuer.der).publicKey);
    if (trusted) return undefined;
    if (why?.code === 'chain/no-issuer') absent.add(certificate.value.issuer);
    return { problem: fault('bundle/not-trusted', { file, why: why === undefined ? '' : sayLine(why) }) };
  };
}

/**
 * Does a bundle hold together by itself: every file as it should be, and every certificate led to a trusted root?
 * @param onObject told before the certificates of an object are verified: it takes milliseconds each
 */
export function checkBundle(reel: Reel, anchors: readonly Certificate[], now: Date, onObject: (object: ReelObject, count: number) => void = () => undefined): BundleCheck {
  const judge = makeJudge(anchors, now);
  const problems: BundleProblem[] = [...reel.problems];
  const chains = reelObjects.map((object): ChainSum => {
    const chips = reel.ids.filter((id) => reel.holds(id, object));
    onObject(object, chips.length);
    const wrong = chips.flatMap((id) => judge(reel.certificate(id, object) ?? new Uint8Array(), `${id}_${object}.pem`) ?? []);
    problems.push(...wrong.flatMap(({ problem }) => problem ?? []));
    return { object, of: chips.length, trusted: chips.length - wrong.length };
  });
  const sums = reel.sums();
  const gaps = gapsOf(sums);
  const whole = sums.withoutCertificates === 0 && Object.values(sums.lacking).every((count) => count === 0);
  const trusted = chains.every((sum) => sum.trusted === sum.of);
  return { good: problems.length === 0 && trusted && whole, problems, gaps, chains };
}
