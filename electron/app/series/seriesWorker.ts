import { parentPort, workerData } from 'node:worker_threads';
import { reason } from '../../files/reasons.ts';
import { sayLine } from '../../../core/result/say.ts';
import { SeriesMaker, type SeriesJob, type ZipProgress } from './seriesMaker.ts';

/** The worker's messages during its work and at its end. */
export type SeriesNews =
  | { readonly kind: 'progress'; readonly done: number }
  | { readonly kind: 'end'; readonly done: number; readonly zip: ZipProgress; readonly failed?: string };

export interface SeriesWork {
  readonly job: SeriesJob;
  /** One number. The main thread sets it to 1 to stop the worker. The worker checks it after each data set, without an event loop. */
  readonly stop: SharedArrayBuffer;
}

const tellEveryMs = 100;

/** Makes all data sets and reports progress; stops on request. */
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
  // seriesService.ts made this input, so it has this type.
  void work(workerData as SeriesWork, (news) => port.postMessage(news));
}
