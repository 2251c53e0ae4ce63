import { randomBytes } from 'node:crypto';
import { closeSync, linkSync, openSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { dirname, basename, join } from 'node:path';
import { isGone, readOwner, thisOwner, type Owner } from '../files/owner.ts';
import { errorCode, runsNow } from '../files/reasons.ts';

// Each of these calls takes a few millionths of a second, and its way through the thread pool a hundred times that: a
// run takes and leaves the lock for each of its lines. So they are synchronous; only waiting is not.

const waitMs = 20;
/** So long is waited for an owner that lives: it may be stopped by a debugger or a sleeping laptop. ms */
const longestWaitMs = 20_000;
/** What a holder of the lock may ask. */
export interface Held {
  /** Whether the lock is still this holder's: asked again right before a line is written. */
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

/** What a call gives; undefined where there is no such file, or it cannot be read. */
function orNothing<T>(call: () => T): T | undefined {
  try {
    return call();
  } catch {
    return undefined;
  }
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

/** Makes a lock with its owner in it, whole or not at all. False: there is one. */
function make(path: string, text: string, token: string): boolean {
  const own = join(dirname(path), `.${basename(path).slice(1)}.${token}.tmp`);
  try {
    fill(own, text);
    linkSync(own, path);
    return true;
  } catch (thrown) {
    if (errorCode(thrown) === 'EEXIST') return false;
    if (!['EPERM', 'ENOTSUP', 'EOPNOTSUPP', 'ENOSYS', 'EMLINK'].includes(errorCode(thrown))) throw thrown;
    // A file system without links (FAT): made first, written then.
    return makeInPlace(path, text);
  } finally {
    rmSync(own, { force: true });
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
 * Removes a dead lock. Only one waiter at a time may do this, under a lock of its own: the dead lock is looked at again
 * there, so that a waiter that is late does not remove the new lock of another.
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
 * The window and a command line may write the same journal: one at a time. An owner that lives keeps the lock, however
 * long it is stopped. Throws what the system says; EBUSY when the lock's owner did not let go for 20 s.
 */
export async function withLock<T>(path: string, work: (held: Held) => Promise<T>): Promise<T> {
  const owner = thisOwner(randomBytes(8).toString('hex'));
  await acquire(path, owner);
  const owned = (): boolean => orNothing(() => readFileSync(path, 'utf8')) === sayOwner(owner);
  try {
    return await work({ owned });
  } finally {
    if (owned()) rmSync(path, { force: true });
  }
}
