import type { UnitResult } from './units.ts';

/** How a unit ended, as far as it matters whether it was begun. */
export interface UnitEnd {
  readonly result: UnitResult;
  /** Undefined when the unit was not taken: nothing was written to its chip. */
  readonly run?: string | undefined;
  /** Code of the fault. */
  readonly code?: string | undefined;
}

/** The job, its serial numbers, its sources or the records of this station were the reason, and not what the chip is or answered. */
const notTheChip = /^(job|journal|file|key|signer)\//;

/**
 * Whether a unit was refused: it was not taken, nothing was written, and its chip was not the reason (no units left, a serial number of
 * another chip, no pair left). Such a unit is not a failed one, so it counts nowhere. A chip that is to be kept apart, or that did not answer,
 * is no refusal.
 */
export const isRefused = ({ result, run, code = '' }: UnitEnd): boolean => result === 'fail' && run === undefined && notTheChip.test(code);
