import type { Fault } from '../../core/result/fault.ts';
import type { ContentKey } from './contentKey.ts';
import type { HeadSigner } from './head.ts';

/** Irregularities that the journal found. It goes on. */
export type JournalNotice = Fault<'journal/file-set-aside' | 'journal/clock-set-back' | 'journal/not-signed'>;

/** The operator, the station and the program that do a run. */
export interface RunBy {
  readonly operator?: string;
  readonly station: string;
  readonly version: string;
}

export interface JournalOptions {
  readonly folder: string;
  readonly now: () => Date;
  /** `name@machine` */
  readonly who: string;
  /** Called for each run's first line. */
  readonly by?: () => Promise<RunBy>;
  /** Signs the end of the file, so that a cut end is detected. */
  readonly signer?: HeadSigner;
  /** Notices for the user: a file that was renamed, a clock that was set back, lines without a signature. */
  readonly onNotice?: (notice: JournalNotice) => void;
  /** A larger file gets a second file for the same day. Bytes; default 256 MB. */
  readonly largestFile?: number;
  /** For tests that stop a writer: called at each point between the lock and the write. */
  readonly at?: (point: 'locked' | 'ordered' | 'read' | 'opened' | 'checked' | 'written') => void;
  /** Allows proving later which hidden contents were written. */
  readonly contentKey?: ContentKey;
}
