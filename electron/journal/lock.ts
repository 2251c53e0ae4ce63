import { open, readFile, rm, stat } from 'node:fs/promises';
import { errorCode, runsNow } from '../files/reasons.ts';

const tries = 200;
const waitMs = 10;

/** A lock is held for milliseconds: one as old as this is nobody's, whatever process has its number now. ms */
const longest = 10_000;
/** Its owner writes its number right after making it; killed between the two, it leaves an empty one. ms */
const longestEmpty = 500;

/** A lock whose owner was killed is nobody's. */
async function dropStale(path: string): Promise<void> {
  const [text, made] = await Promise.all([readFile(path, 'utf8').catch(() => undefined), stat(path).catch(() => undefined)]);
  if (text === undefined || made === undefined) return;
  const [owner, age] = [Number(text), Date.now() - made.mtimeMs];
  const stale = owner > 0 ? !runsNow(owner) || age > longest : age > longestEmpty;
  if (stale) await rm(path, { force: true });
}

/** The window and a command line may write the same journal: one line at a time. Throws what the system says. */
export async function withLock<T>(path: string, work: () => Promise<T>): Promise<T> {
  for (let attempt = 1; ; attempt++) {
    try {
      const handle = await open(path, 'wx', 0o600);
      try {
        await handle.writeFile(String(process.pid));
      } finally {
        await handle.close();
      }
      break;
    } catch (thrown) {
      if (errorCode(thrown) !== 'EEXIST') {
        // Made, but its owner could not be written into it: the disk is full.
        if (errorCode(thrown) === 'ENOSPC') await rm(path, { force: true });
        throw thrown;
      }
      if (attempt >= tries) throw Object.assign(new Error('the journal is locked'), { code: 'EBUSY' });
      await dropStale(path);
      await new Promise((resolve) => setTimeout(resolve, waitMs));
    }
  }
  try {
    return await work();
  } finally {
    await rm(path, { force: true });
  }
}
