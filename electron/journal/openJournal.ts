import { hostname, userInfo } from 'node:os';
import { join } from 'node:path';
import type { Randomness } from '../../core/bridge/bytePort.ts';
import { ContentKey } from './contentKey.ts';
import { headSigner } from './head.ts';
import { Journal } from './journal.ts';
import type { JournalNotice, RunBy } from './journalOptions.ts';
import { version } from '../version.ts';

/** The user's name in the system, and the machine. */
export function whoIsThis(): string {
  try {
    return `${userInfo().username}@${hostname()}`;
  } catch {
    // The user has no name, as in some containers.
    return `${process.getuid?.() ?? 'unknown'}@${hostname()}`;
  }
}

/** Reads the operator from a setting. If it is empty or absent, the system's user is the operator. */
export type FindOperator = () => Promise<string | undefined>;

async function runBy(operator: FindOperator | undefined): Promise<RunBy> {
  const name = (await operator?.())?.trim() ?? '';
  return { ...(name === '' ? {} : { operator: name }), station: hostname(), version };
}

export interface OpenJournalOptions {
  readonly operator?: FindOperator;
  /** Default: `journal` in the workstation's own folder. */
  readonly folder?: string;
  /** Notices for the user. */
  readonly onNotice?: (notice: JournalNotice) => void;
}

/** Opens the station's journal. @param userData the workstation's own folder */
export function openJournal(userData: string, random: Randomness, now: () => Date, { folder = join(userData, 'journal'), onNotice, operator }: OpenJournalOptions = {}): Journal {
  return new Journal({ folder, now, who: whoIsThis(), by: () => runBy(operator), signer: headSigner(folder, random), contentKey: new ContentKey(join(userData, 'content-key'), random), ...(onNotice === undefined ? {} : { onNotice }) });
}
