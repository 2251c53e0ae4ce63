import type { Result } from '../../../core/result/result.ts';
import type { JobService } from '../jobs/index.ts';
import type { PinStore } from './pinStore.ts';

/**
 * The engineer confirms with the PIN that the clock is right, although the journal has lines with a later time. Then jobs run again.
 * A wrong PIN counts as a try, as everywhere.
 * @returns the latest time in the journal, which no longer counts; undefined when no line is later than now
 */
export async function confirmClockBy(pins: Pick<PinStore, 'check'>, jobs: Pick<JobService, 'confirmClock'>, pin: string): Promise<Result<string | undefined>> {
  const right = await pins.check(pin);
  return right.ok ? jobs.confirmClock() : right;
}
