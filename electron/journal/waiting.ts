import type { Result } from '../../core/result/result.ts';
import type { Happening } from './entry.ts';

/** Decides under the lock what to write. */
export type Decide = () => Promise<readonly Happening[]>;

/** What one caller writes. */
export interface Entry {
  readonly said: readonly Happening[] | Decide;
  /** Whether all its lines are on the disk, even if something failed after them. */
  onDisk: boolean;
}

/** Entries that are written with one lock, one wait for the disk and at most one signature. */
export interface Waiting {
  /** What is not written yet, in its order. */
  readonly left: Entry[];
  hasWritten: boolean;
  /** Whether the file's end is signed after the write. */
  signed: boolean;
  readonly written: Promise<Result<void, 'journal/not-written'>>;
}

/** The next lines to write: all that need no decision, or one decision. @returns `count`: how many entries they are of */
export async function nextOf(left: Waiting['left']): Promise<{ readonly said: readonly Happening[]; readonly count: number }> {
  const plain: (readonly Happening[])[] = [];
  for (const { said } of left) {
    if (typeof said !== 'function') plain.push(said);
    else if (plain.length === 0) return { said: await said(), count: 1 };
    else break;
  }
  return { said: plain.flat(), count: plain.length };
}
