import { randomBytes } from 'node:crypto';
import { link, open, readFile, rm, stat } from 'node:fs/promises';
import { dirname, basename, join } from 'node:path';
import { isGone, readOwner, thisOwner, type Owner } from '../files/owner.ts';
import { errorCode, runsNow } from '../files/reasons.ts';

const waitMs = 20;
/** So long is waited for an owner that lives: it may be stopped by a debugger or a sleeping laptop. ms */
const longestWaitMs = 20_000;
/** What a holder of the lock may ask. */
export interface Held {
  /** Whether the lock is still this holder's: asked again right before a line is written. */
  owned(): Promise<boolean>;
}

const sayOwner = ({ pid, started, host, token }: Owner): string => JSON.stringify({ pid, started, host, token });

function ownerOf(text: string): Owner | undefined {
  try {
    return readOwner(JSON.parse(text));
  } catch {
    return undefined;
  }
}

/** Whether nobody holds the lock any longer: its process has ended, or it is old and its process cannot be looked at. */
function isDead(text: string, ageMs: number): boolean {
  const owner = ownerOf(text);
  if (owner !== undefined) return isGone(owner, ageMs);
  // An older version of this program wrote the bare process number.
  return Number(text) > 0 ? !runsNow(Number(text)) : ageMs > 500;
}

interface Seen {
  readonly text: string;
  readonly dead: boolean;
}

async function look(path: string): Promise<Seen | undefined> {
  const [text, made] = await Promise.all([readFile(path, 'utf8').catch(() => undefined), stat(path).catch(() => undefined)]);
  return text === undefined || made === undefined ? undefined : { text, dead: isDead(text, Date.now() - made.mtimeMs) };
}

/** Makes a lock with its owner in it, whole or not at all. False: there is one. */
async function make(path: string, text: string, token: string): Promise<boolean> {
  const own = join(dirname(path), `.${basename(path).slice(1)}.${token}.tmp`);
  try {
    const handle = await open(own, 'wx', 0o600);
    try {
      await handle.writeFile(text);
    } finally {
      await handle.close();
    }
    await link(own, path);
    return true;
  } catch (thrown) {
    if (errorCode(thrown) === 'EEXIST') return false;
    if (!['EPERM', 'ENOTSUP', 'EOPNOTSUPP', 'ENOSYS', 'EMLINK'].includes(errorCode(thrown))) throw thrown;
    // A file system without links (FAT): made first, written then.
    return await makeInPlace(path, text);
  } finally {
    await rm(own, { force: true });
  }
}

async function makeInPlace(path: string, text: string): Promise<boolean> {
  try {
    const handle = await open(path, 'wx', 0o600);
    try {
      await handle.writeFile(text);
    } finally {
      await handle.close();
    }
    return true;
  } catch (thrown) {
    if (errorCode(thrown) === 'EEXIST') return false;
    throw thrown;
  }
}

/**
 * Removes a dead lock. Only one waiter at a time may do this, under a lock of its own: the dead lock is looked at again
 * there, so that a waiter that is late does not remove the new lock of another.
 */
async function removeDead(path: string, owner: Owner): Promise<void> {
  const breaking = `${path}-breaking`;
  if (!(await make(breaking, sayOwner(owner), `${owner.token}-breaking`))) {
    const other = await look(breaking);
    if (other?.dead === true) await rm(breaking, { force: true });
    return;
  }
  try {
    if ((await look(path))?.dead === true) await rm(path, { force: true });
  } finally {
    await rm(breaking, { force: true });
  }
}

async function acquire(path: string, owner: Owner): Promise<void> {
  const since = performance.now();
  while (!(await make(path, sayOwner(owner), owner.token))) {
    const seen = await look(path);
    if (seen?.dead === true) await removeDead(path, owner);
    else if (performance.now() - since > longestWaitMs) throw Object.assign(new Error('the journal is locked'), { code: 'EBUSY' });
    else if (seen !== undefined) await new Promise((resolve) => setTimeout(resolve, waitMs));
  }
}

/**
 * The window and a command line may write the same journal: one at a time. An owner that lives keeps the lock, however
 * long it is stopped. Throws what the system says; EBUSY when the lock's owner did not let go for 20 s.
 */
export async function withLock<T>(path: string, work: (held: Held) => Promise<T>): Promise<T> {
  const owner = thisOwner(randomBytes(8).toString('hex'));
  await acquire(path, owner);
  const owned = async (): Promise<boolean> => (await readFile(path, 'utf8').catch(() => '')) === sayOwner(owner);
  try {
    return await work({ owned });
  } finally {
    if (await owned()) await rm(path, { force: true });
  }
}
