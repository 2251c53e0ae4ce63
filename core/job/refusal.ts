import type { UnitResult } from './units.ts';

/** How a unit ended, as far as `isRefused` needs it. */
export interface UnitEnd {
  readonly result: UnitResult;
  /** Undefined when the unit did not begin: nothing was written to its chip. */
  readonly run?: string | undefined;
  /** Code of the fault. */
  readonly code?: string | undefined;
}

/** The reason was the job, a serial number, a source, or this station's records or slots, and not the chip or its answers. */
const notTheChip = /^(job|journal|file|key|line|signer)\//;

/**
 * Whether a unit was refused for a reason that is not its chip (no units left, a serial number of another chip, no pair left, its chip id is in two slots). It did
 * not begin, and nothing was written. A refused unit has not failed and is not counted. It is not a refusal when the chip must be kept
 * apart or did not answer.
 */
export const isRefused = ({ result, run, code = '' }: UnitEnd): boolean => result === 'fail' && run === undefined && notTheChip.test(code);

/** The result of a unit for people and scripts: `refused`, or how it ended. */
export const toldResult = <R extends UnitResult>(end: UnitEnd & { readonly result: R }): R | 'refused' => (isRefused(end) ? 'refused' : end.result);
