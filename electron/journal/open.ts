import { hostname, userInfo } from 'node:os';
import { join } from 'node:path';
import type { Randomness } from '../../core/bridge/bytePort.ts';
import { ContentKey } from './contentKey.ts';
import { headSigner } from './head.ts';
import { Journal, type JournalNotice } from './journal.ts';

/** The name of the user, as the system knows it. */
function whoIsThis(): string {
  try {
    return `${userInfo().username}@${hostname()}`;
  } catch {
    // A user without a name, as in some containers.
    return `${process.getuid?.() ?? 'unknown'}@${hostname()}`;
  }
}

export interface OpenJournalOptions {
  /** Default: `journal` in the workstation's own folder. */
  readonly folder?: string;
  /** What people should be told once. */
  readonly onNotice?: (notice: JournalNotice) => void;
}

/** The station's journal. @param userData the workstation's own folder */
export function openJournal(userData: string, random: Randomness, now: () => Date, { folder = join(userData, 'journal'), onNotice }: OpenJournalOptions = {}): Journal {
  return new Journal({ folder, now, who: whoIsThis(), signer: headSigner(folder, random), contentKey: new ContentKey(join(userData, 'content-key'), random), ...(onNotice === undefined ? {} : { onNotice }) });
}
