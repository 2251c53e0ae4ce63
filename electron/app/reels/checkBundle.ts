import type { BundleProblem } from '../../../core/bundle/certificateTable.ts';
import { reelObjects, type ReelObject } from '../../../core/bundle/names.ts';
import type { Reel } from '../../../core/bundle/reel.ts';
import { parseCertificate, type Certificate } from '../../../core/certificates/certificate.ts';
import { fault } from '../../../core/result/fault.ts';
import { sayLine } from '../../../core/result/say.ts';
import { chainJudgeOf } from './anchors.ts';
import { hostCheck } from '../../signers/hostCheck.ts';
import { gapsOf } from './words.ts';

export interface ChainSum {
  readonly object: ReelObject;
  readonly of: number;
  readonly trusted: number;
}

export interface BundleCheck {
  /** Whether no check found a problem. */
  readonly good: boolean;
  readonly problems: readonly BundleProblem[];
  /** The certificates that do not lead to a trusted root. */
  readonly wrong: readonly Wrong[];
  /** What chips lack. A bundle may contain more chips than the reel; that is normal. */
  readonly gaps: readonly string[];
  readonly chains: readonly ChainSum[];
}

/** A certificate that does not lead to a trusted root. */
export interface Wrong {
  readonly problem: BundleProblem;
  /** Whether only the issuer's certificate is missing. Then the certificate may still be correct. */
  readonly unknownIssuer: boolean;
}

type Judge = (der: Uint8Array, file: string) => Wrong | 'told' | undefined;

/** Judges the certificates of a reel by their chains. The system's crypto checks the signatures. */
function makeJudge(anchors: readonly Certificate[], now: Date): Judge {
  /** Missing issuers. Each is reported once, not thousands of times. */
  const absent = new Set<string>();
  const chainOf = chainJudgeOf(anchors.filter(({ subject, issuer }) => subject !== issuer), anchors, now, hostCheck);
  return (der, file) => {
    const certificate = parseCertificate(der, file);
    if (!certificate.ok) return { problem: fault('bundle/bad-certificate', { file, why: sayLine(certificate.fault) }), unknownIssuer: false };
    const { issuer, authorityKey } = certificate.value;
    const named = `${authorityKey?.keyId ?? ''} ${issuer}`;
    if (absent.has(named)) return 'told';
    const { trusted, fault: why } = chainOf(certificate.value);
    if (trusted) return undefined;
    const unknownIssuer = why?.code === 'chain/no-issuer';
    if (unknownIssuer) absent.add(named);
    return { problem: fault('bundle/not-trusted', { file, why: why === undefined ? '' : sayLine(why) }), unknownIssuer };
  };
}

/**
 * Checks a bundle: whether every file is correct and every certificate leads to a trusted root.
 * @param onObject called before an object's certificates are verified; each certificate takes milliseconds
 */
export function checkBundle(reel: Reel, anchors: readonly Certificate[], now: Date, onObject: (object: ReelObject, count: number) => void = () => undefined): BundleCheck {
  const judge = makeJudge(anchors, now);
  const wrong: Wrong[] = [];
  const chains = reelObjects.map((object): ChainSum => {
    const chips = reel.ids.filter((id) => reel.holds(id, object));
    onObject(object, chips.length);
    const mine = chips.flatMap((id) => judge(reel.certificate(id, object) ?? new Uint8Array(), `${id}_${object}.pem`) ?? []);
    wrong.push(...mine.filter((one) => one !== 'told'));
    return { object, of: chips.length, trusted: chips.length - mine.length };
  });
  const sums = reel.sums();
  const gaps = gapsOf(sums);
  const whole = sums.withoutCertificates === 0 && Object.values(sums.lacking).every((count) => count === 0);
  const problems = [...reel.problems, ...wrong.map(({ problem }) => problem)];
  const trusted = chains.every((sum) => sum.trusted === sum.of);
  return { good: problems.length === 0 && trusted && whole, problems, wrong, gaps, chains };
}
