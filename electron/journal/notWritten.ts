import { errorCode, reason } from '../files/reasons.ts';
import { NotSigned } from './stationKey.ts';

/** The file's end has changed since it was read, or another process has the lock. The lines are prepared again. */
export class Moved extends Error {}

/** Why lines could not be written. */
export function unmetReason(thrown: unknown): string {
  if (thrown instanceof NotSigned) return thrown.reason;
  if (thrown instanceof Moved) return 'Another program writes into it without the lock.';
  if (errorCode(thrown) === 'EBUSY') return 'Another program holds its lock and does not let go. End that program, or wait until it goes on.';
  return errorCode(thrown) === 'EEXIST' ? 'Its folder\'s name is taken by a file.' : reason(thrown);
}
