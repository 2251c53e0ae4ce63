import type { Clock, Randomness } from '../../../core/bridge/bytePort.ts';
import type { Secret } from '../../../core/bytes/secret.ts';
import type { JobFile } from '../../../core/job/job.ts';
import { withPlainNames } from '../../../core/job/plainNames.ts';
import { releaseJob, type Release } from '../../../core/job/release.ts';
import type { Plan } from '../../../core/plan/step.ts';
import { ok, type Result } from '../../../core/result/result.ts';
import type { Work } from '../../board/board.ts';
import { Confirmed, review, type Reviewed } from '../run/index.ts';

export interface MakeJob {
  readonly plan: Plan;
  readonly materials: ReadonlyMap<string, Secret>;
  readonly release: Release;
  /** Object ids that the user typed, as 0xE0E3. */
  readonly confirmed: readonly string[];
  readonly onReview: (reviewed: Reviewed) => void;
}

export interface MadeJob {
  readonly file: JobFile;
  readonly reviewed: Reviewed;
}

/**
 * Rehearses a plan on the twin of a sample and makes a job of it. Only reads are sent. Refused are what the rehearsal refuses,
 * and irreversible steps whose object id was not typed.
 * @param work the sample: a chip, or a new simulated chip
 */
export async function makeJob({ plan, materials, release, confirmed, onReview }: MakeJob, work: Work, parts: { readonly random: Randomness; readonly clock: Clock }): Promise<Result<MadeJob>> {
  // The plan was made for one chip; a job is for every chip of the same kind.
  const { chip: _, confirmed: __, ...general } = plan;
  const named = withPlainNames(general, materials);
  const reviewed = await review(named.plan, { ...parts, materials: named.materials }, work);
  if (!reviewed.ok) return reviewed;
  onReview(reviewed.value);
  const allowed = Confirmed.by(reviewed.value, ({ object }) => (confirmed.includes(object) ? object : ''));
  if (!allowed.ok) return allowed;
  const file = releaseJob(reviewed.value, release);
  return file.ok ? ok({ file: file.value, reviewed: reviewed.value }) : file;
}
