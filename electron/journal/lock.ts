import { randomBytes } from 'node:crypto';
import { closeSync, linkSync, openSync, readFileSync, rmSync, statSync, unlinkSync, writeFileSync } from 'node:fs';
import { dirname, basename, join } from 'node:path';
import { isGone, isOlder, readOwner, thisOwner, type Owner } from '../files/owner.ts';
import { errorCode, orNothing, runsNow } from '../files/reasons.ts';

// These calls are synchronous, except the wait: each takes a few microseconds; through the thread pool it would take a hundred
// times as long. A run takes the lock before each of its steps.

const waitMs = 20;
/** How long to wait for a running owner, which may be stopped in a debugger or on a sleeping laptop. ms */
const longestWaitMs = 20_000;
/** Lets a holder of the lock check that it still has the lock. */
export interface Lock {
  /** Whether this holder still has the lock. Checked again just before a line is written. */
  owned(): boolean;
}

const sayOwner = ({ pid, started, host, token }: Owner): string => JSON.stringify({ pid, started, host, token });

function ownerOf(text: string): Owner | undefined {
  try {
    return readOwner(JSON.parse(text));
  } catch {
    return undefined;
  }
}

/** Whether a lock is abandoned: its process has ended, or the lock is old and its process cannot be identified. */
function isDead(text: string, ageMs: number): boolean {
  const owner = ownerOf(text);
  if (owner !== undefined) return isGone(owner, ageMs);
  // Older versions of this program wrote only the process number.
  return Number(text) > 0 ? !runsNow(Number(text)) : isOlder(ageMs, 500);
}

interface Seen {
  readonly text: string;
  readonly dead: boolean;
}

function look(path: string): Seen | undefined {
  const [text, made] = [orNothing(() => readFileSync(path, 'utf8')), orNothing(() => statSync(path))];
  return text === undefined || made === undefined ? undefined : { text, dead: isDead(text, Date.now() - made.mtimeMs) };
}

function fill(path: string, text: string): void {
  const file = openSync(path, 'wx', 0o600);
  try {
    writeFileSync(file, text);
  } finally {
    closeSync(file);
  }
}

/** Makes a lock file with its owner in it, completely or not at all. @returns false when a lock exists already */
function make(path: string, text: string, token: string): boolean {
  const own = join(dirname(path), `.${basename(path).slice(1)}.${token}.tmp`);
  try {
    fill(own, text);
    linkSync(own, path);
    return true;
  } catch (thrown) {
    if (errorCode(thrown) === 'EEXIST') return false;
    if (!['EPERM', 'ENOTSUP', 'EOPNOTSUPP', 'ENOSYS', 'EMLINK'].includes(errorCode(thrown))) throw thrown;
    // On a file system without links (FAT), the file is made first and then written.
    return makeInPlace(path, text);
  } finally {
    orNothing(() => unlinkSync(own));
  }
}

function makeInPlace(path: string, text: string): boolean {
  try {
    fill(path, text);
    return true;
  } catch (thrown) {
    if (errorCode(thrown) === 'EEXIST') return false;
    throw thrown;
  }
}

/**
 * Removes an abandoned lock. Only one waiter at a time may do this, under a separate lock. There it checks again that the lock
 * is abandoned, so that a slow waiter does not remove the new lock of another process.
 */
function removeDead(path: string, owner: Owner): void {
  const breaking = `${path}-breaking`;
  if (!make(breaking, sayOwner(owner), `${owner.token}-breaking`)) {
    if (look(breaking)?.dead === true) rmSync(breaking, { force: true });
    return;
  }
  try {
    if (look(path)?.dead === true) rmSync(path, { force: true });
  } finally {
    rmSync(breaking, { force: true });
  }
}

async function acquire(path: string, owner: Owner): Promise<void> {
  const since = performance.now();
  while (!make(path, sayOwner(owner), owner.token)) {
    const seen = look(path);
    if (seen?.dead === true) removeDead(path, owner);
    else if (performance.now() - since > longestWaitMs) throw Object.assign(new Error('the journal is locked'), { code: 'EBUSY' });
    else if (seen !== undefined) await new Promise((resolve) => setTimeout(resolve, waitMs));
  }
}

/**
 * Makes sure that only one program at a time writes the journal (window or command line). A running owner keeps the lock, even
 * when it is stopped for long. Throws the system's error; EBUSY when the owner kept the lock for 20 s.
 */
export async function withLock<T>(path: string, work: (lock: Lock) => Promise<T>): Promise<T> {
  const owner = thisOwner(randomBytes(8).toString('hex'));
  await acquire(path, owner);
  const owned = (): boolean => orNothing(() => readFileSync(path, 'utf8')) === sayOwner(owner);
  try {
    return await work({ owned });
  } finally {
    if (owned()) orNothing(() => unlinkSync(path));
  }
}
