import { statSync, type BigIntStats } from 'node:fs';
import { orNothing } from '../files/reasons.ts';

/** Includes the change time, because a user who resets a file's size and modification time cannot reset it. */
const stampOf = (found: BigIntStats | undefined): string => (found === undefined ? 'none' : [found.ino, found.size, found.mtimeNs, found.ctimeNs].join(' '));

/** A text that changes with the file; `none` without a file. Synchronous: it takes microseconds, and a list asks for every day. */
export const stampAt = (path: string): string => stampOf(orNothing(() => statSync(path, { bigint: true, throwIfNoEntry: false })));

interface Epoch {
  readonly nr: number;
  /** Stamp of the file after the last addition. */
  readonly stamp: string;
}

const epochs = new Map<string, Epoch>();
let lastEpoch = 0;

/** A number that stays the same while this process only adds to the file and nobody else changes it. @param stamp of the file now */
export function epochOf(path: string, stamp: string): number {
  const epoch = epochs.get(path);
  if (epoch?.stamp === stamp) return epoch.nr;
  lastEpoch += 1;
  epochs.set(path, { nr: lastEpoch, stamp });
  return lastEpoch;
}

/** Notes under the journal's lock that this process only added lines to a file. @param before facts before the write @param after it */
export function onlyAdded(path: string, before: BigIntStats, after: BigIntStats): void {
  epochs.set(path, { nr: epochOf(path, stampOf(before)), stamp: stampOf(after) });
}
