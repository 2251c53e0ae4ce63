import { statSync, type BigIntStats } from 'node:fs';
import { orNothing } from '../files/reasons.ts';

/** The change time is included: a user who resets a file's size and modification time cannot reset it. */
const stampOf = (found: BigIntStats | undefined): string => (found === undefined ? 'none' : [found.ino, found.size, found.mtimeNs, found.ctimeNs].join(' '));

/** Tells whether a file changed; `none` without one. Synchronous, because it takes microseconds, and a list asks for every day. */
export const stampAt = (path: string): string => stampOf(orNothing(() => statSync(path, { bigint: true, throwIfNoEntry: false })));

interface Epoch {
  readonly nr: number;
  /** Of the file after the last addition. */
  readonly stamp: string;
}

const epochs = new Map<string, Epoch>();
let lastEpoch = 0;

/** The same number as before, if this process has only added to the file since then and nobody else has changed it. @param stamp of the file now */
export function epochOf(path: string, stamp: string): number {
  const epoch = epochs.get(path);
  if (epoch?.stamp === stamp) return epoch.nr;
  lastEpoch += 1;
  epochs.set(path, { nr: lastEpoch, stamp });
  return lastEpoch;
}

/** Notes that this process added lines to a file and did nothing else, under the journal's lock. @param before of the file, before and after it was written */
export function onlyAdded(path: string, before: BigIntStats, after: BigIntStats): void {
  epochs.set(path, { nr: epochOf(path, stampOf(before)), stamp: stampOf(after) });
}
