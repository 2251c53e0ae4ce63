import type { Job } from '../../../core/job/job.ts';
import { isRefused } from '../../../core/job/refusal.ts';
import { countUnits, type UnitTry } from '../../../core/job/units.ts';
import type { JobLine } from '../../journal/dayIndex.ts';
import { triesOf } from './unitsBefore.ts';

/** The numbers of units of a job at this station. */
export interface UnitNumbers {
  readonly passed: number;
  /** Chips that never passed and whose last result is `fail`. A refused unit has no result, so it is not counted. */
  readonly failed: number;
  readonly toCheck: number;
  /** Units that are being worked on. */
  readonly open: number;
  /** Undefined when the job has no limit. */
  readonly left?: number | undefined;
  /** Share of the chips with a result that passed at their first try, 0 to 1; undefined before the first result. */
  readonly firstPassYield?: number | undefined;
}

function firstPassYield(tries: readonly UnitTry[]): number | undefined {
  const first = new Map<string, UnitTry['result']>();
  for (const { chipId, result } of tries) if (result !== undefined && !first.has(chipId)) first.set(chipId, result);
  return first.size === 0 ? undefined : [...first.values()].filter((result) => result === 'pass').length / first.size;
}

/** @param lines the journal's lines of jobs */
export function unitNumbers(lines: readonly JobLine[], job: Pick<Job, 'id' | 'quantity'>): UnitNumbers {
  const [tries, last, passedChips] = [triesOf(lines, job), new Map<string, string>(), new Set<string>()];
  for (const line of lines) {
    if (line.what !== 'unit-ended' || line.job !== job.id || isRefused(line)) continue;
    last.set(line.chipId, line.result);
    if (line.result === 'pass') passedChips.add(line.chipId);
  }
  const count = (wanted: string): number => [...last].filter(([chipId, result]) => result === wanted && !passedChips.has(chipId)).length;
  const { passed, open } = countUnits(tries);
  return { passed, open, failed: count('fail'), toCheck: count('check'), left: job.quantity === 0 ? undefined : Math.max(0, job.quantity - passed - open), firstPassYield: firstPassYield(tries) };
}
