import { Worker } from 'node:worker_threads';
import type { Searched } from './search.ts';
import type { Work } from './worker.ts';

/**
 * A parser counts as hanging when no new input began for this long. The time is long, because the machine may be busy
 * and a worker has to start. ms
 */
const hangsAfter = 30_000;
const mostBytes = 1_100_000;

const lost = (why: string, bytes: Uint8Array): Searched => ({ runs: 0, seedBlocks: 0, blocks: 0, slowestMs: hangsAfter, found: { why, bytes } });

/** Searches in a separate thread, which is stopped when it hangs. @param file the built worker */
export function searchInWorker(file: URL, work: Omit<Work, 'shared'>): Promise<Searched> {
  const shared = new SharedArrayBuffer(8 + mostBytes);
  const head = new Int32Array(shared, 0, 2);
  const present = (): Uint8Array => new Uint8Array(shared, 8, Atomics.load(head, 1)).slice();
  const worker = new Worker(file, { workerData: { ...work, shared } satisfies Work, resourceLimits: { maxOldGenerationSizeMb: 1024 } });
  return new Promise((resolve) => {
    let [begun, since] = [-1, performance.now()];
    const watch = setInterval(() => {
      const now = Atomics.load(head, 0);
      if (now !== begun) [begun, since] = [now, performance.now()];
      else if (performance.now() - since > hangsAfter) end(lost('it hangs', present()));
    }, 500);
    const end = (searched: Searched): void => {
      clearInterval(watch);
      void worker.terminate().then(() => resolve(searched));
    };
    worker.once('message', (searched: Searched) => end(searched));
    worker.once('error', (error) => end(lost(String(error), present())));
  });
}
