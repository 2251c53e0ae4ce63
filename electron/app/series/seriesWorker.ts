import { parentPort, workerData } from 'node:worker_threads';
import { reason } from '../../files/reasons.ts';
import { sayLine } from '../../../core/result/say.ts';
import { SeriesMaker, type SeriesJob, type ZipProgress } from './seriesMaker.ts';

/** What the worker says while it works, and at its end. */
export type SeriesNews =
  | { readonly kind: 'progress'; readonly done: number }
  | { readonly kind: 'end'; readonly done: number; readonly zip: ZipProgress; readonly failed?: string };

export interface SeriesWork {
  readonly job: SeriesJob;
  /** One number, set to 1 by the other side to stop: seen between two data sets, without an event loop. */
  readonly stop: SharedArrayBuffer;
}

const tellEveryMs = 100;

/** Makes all, telling how far it is; stops where it is told to. */
export async function work({ job, stop }: SeriesWork, tell: (news: SeriesNews) => void): Promise<void> {
  const flag = new Int32Array(stop);
  let failed: string | undefined;
  let maker: SeriesMaker | undefined;
  try {
    maker = new SeriesMaker(job);
    let told = performance.now();
    while (Atomics.load(flag, 0) === 0) {
      const more = await maker.step();
      if (!more.ok) failed = sayLine(more.fault);
      if (!more.ok || !more.value) break;
      if (performance.now() - told < tellEveryMs) continue;
      told = performance.now();
      tell({ kind: 'progress', done: maker.done });
    }
  } catch (thrown) {
    failed = reason(thrown);
  }
  try {
    maker?.close();
  } catch (thrown) {
    failed ??= reason(thrown);
  }
  tell({ kind: 'end', done: maker?.done ?? job.done, zip: maker?.zip ?? job.zip, ...(failed === undefined ? {} : { failed }) });
}

if (parentPort !== null) {
  const port = parentPort;
  // What the other side put together itself (seriesService.ts), under one type.
  void work(workerData as SeriesWork, (news) => port.postMessage(news));
}
