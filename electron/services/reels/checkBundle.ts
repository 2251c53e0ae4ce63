import type { BundleProblem } from '../../../core/bundle/certificateTable.ts';
import { reelObjects, type ReelObject } from '../../../core/bundle/names.ts';
import type { Reel } from '../../../core/bundle/reel.ts';
import { parseCertificate, type Certificate } from '../../../core/certificates/certificate.ts';
import { sayLine } from '../../../core/result/say.ts';
import { chainOf } from '../anchors.ts';

export interface ChainSum {
  readonly object: ReelObject;
  /** Certificates that were verified, of all there are. */
  readonly checked: number;
  readonly of: number;
  readonly trusted: number;
  /** The first that is not trusted, and why. */
  readonly why?: string;
}

/** Verifying takes milliseconds each: of many, so many are looked at, spread evenly. */
const most = 50;

function checkChains(reel: Reel, object: ReelObject, anchors: readonly Certificate[], now: Date): ChainSum {
  const chips = reel.ids.filter((id) => reel.holds(id, object));
  const step = Math.max(1, Math.floor(chips.length / most));
  const looked = chips.filter((_, i) => i % step === 0).slice(0, most);
  let trusted = 0;
  let why: string | undefined;
  for (const id of looked) {
    const der = reel.certificate(id, object);
    const certificate = der === undefined ? undefined : parseCertificate(der, `${id}_${object}.pem`);
    if (certificate?.ok !== true) {
      why ??= certificate === undefined ? id : `${id}: ${sayLine(certificate.fault)}`;
      continue;
    }
    const report = chainOf(certificate.value, anchors.filter(({ subject, issuer }) => subject !== issuer), anchors, now);
    if (report.trusted) trusted += 1;
    else why ??= `${id}: ${report.fault === undefined ? '' : sayLine(report.fault)}`;
  }
  return { object, checked: looked.length, of: chips.length, trusted, ...(why === undefined ? {} : { why }) };
}

/** Does a bundle hold together by itself: every file as it should be, and its certificates led to a trusted root? */
export function checkBundle(reel: Reel, anchors: readonly Certificate[], now: Date): { readonly good: boolean; readonly problems: readonly BundleProblem[]; readonly chains: readonly ChainSum[] } {
  const chains = reelObjects.map((object) => checkChains(reel, object, anchors, now)).filter(({ of }) => of > 0);
  return { good: reel.problems.length === 0 && chains.every(({ checked, trusted }) => checked === trusted), problems: reel.problems, chains };
}
