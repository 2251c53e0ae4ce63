import type { Result } from '../../../core/result/result.ts';
import type { JobService } from '../jobs/index.ts';
import type { PinStore } from './pinStore.ts';

/**
 * The engineer confirms with the PIN that the clock is right although the journal has later lines: jobs run again. The try counts like
 * every other one.
 * @returns the latest time that no longer counts; undefined when no line has a later one
 */
export async function confirmClockBy(pins: Pick<PinStore, 'check'>, jobs: Pick<JobService, 'confirmClock'>, pin: string): Promise<Result<string | undefined>> {
  const right = await pins.check(pin);
  return right.ok ? jobs.confirmClock() : right;
}
