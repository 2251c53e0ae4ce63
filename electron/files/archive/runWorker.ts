import { Worker } from 'node:worker_threads';
import type { CertificateTable, NamedBytes } from '../../../core/bundle/certificateTable.ts';
import { reelObjects, type ReelObject } from '../../../core/bundle/names.ts';
import { fault } from '../../../core/result/fault.ts';
import { err, ok, type Result } from '../../../core/result/result.ts';
import { builtFile } from '../builtFile.ts';
import { told, type Job, type Told } from './messages.ts';
import { program } from './sevenZip.ts';
import { joinBundle, type BundleContent, type BundleFault, type BundleParts, type KeyContent, type Progress } from './readBundle.ts';

export type WorkFault = BundleFault | 'bundle/cancelled';

export interface Watch {
  readonly onProgress?: (progress: Progress) => void;
  readonly signal?: AbortSignal;
}

type Answer = Exclude<Told, { kind: 'progress' }>;

interface RunWatch {
  readonly onProgress?: (archive: string, files: Progress['files']) => void;
  readonly signal?: AbortSignal | undefined;
}

/** A worker that does one job at a time. Dismissing it frees its memory, with everything that it unpacked. */
class ArchiveWorker {
  readonly #worker = new Worker(builtFile('archiveWorker.js'), { workerData: program() });
  #answer: ((message: unknown) => void) | undefined;
  #stopped: ((why: string) => void) | undefined;
  #why: string | undefined;

  constructor() {
    this.#worker.on('message', (message: unknown) => this.#answer?.(message));
    // If a worker ends unexpectedly, it is assumed that memory ran out: the input is foreign, the program is ours.
    this.#worker.on('error', () => this.#end('It needs more memory than there is, or its structure breaks the unpacking program.'));
    this.#worker.on('exit', () => this.#end('The unpacking worker stopped.'));
  }

  #end(why: string): void {
    this.#why ??= why;
    this.#stopped?.(this.#why);
  }

  /** @param file name of the input in faults */
  async do(job: Job, file: string, { onProgress, signal }: RunWatch): Promise<Result<Answer, WorkFault>> {
    const damaged = (why: string): Result<never, WorkFault> => err(fault('bundle/damaged', { file, why }));
    if (this.#why !== undefined) return damaged(this.#why);
    let cancel = (): void => undefined;
    const answer = new Promise<Result<Answer, WorkFault>>((resolve) => {
      cancel = () => resolve(err(fault('bundle/cancelled', { file })));
      signal?.addEventListener('abort', cancel);
      if (signal?.aborted === true) cancel();
      this.#stopped = (why) => resolve(damaged(why));
      this.#answer = (message) => {
        const checked = told.safeParse(message);
        if (!checked.success) resolve(damaged('The unpacking worker answered something strange.'));
        else if (checked.data.kind === 'progress') onProgress?.(checked.data.archive, checked.data.files);
        else resolve(checked.data.kind === 'fault' ? err(checked.data.fault) : ok(checked.data));
      };
    });
    this.#worker.postMessage(job);
    return answer.finally(() => signal?.removeEventListener('abort', cancel));
  }

  async dismiss(): Promise<void> {
    [this.#answer, this.#stopped] = [undefined, undefined];
    await this.#worker.terminate();
  }
}

/** Runs `work` with its own workers, and dismisses them afterwards. */
async function withWorkers<T>(count: number, work: (workers: readonly [ArchiveWorker, ...ArchiveWorker[]]) => Promise<T>): Promise<T> {
  const workers: [ArchiveWorker, ...ArchiveWorker[]] = [new ArchiveWorker(), ...Array.from({ length: count - 1 }, () => new ArchiveWorker())];
  try {
    return await work(workers);
  } finally {
    await Promise.all(workers.map((worker) => worker.dismiss()));
  }
}

const strange = (file: string): Result<never, 'bundle/damaged'> => err(fault('bundle/damaged', { file, why: 'The unpacking worker answered something else.' }));

/** Maximum number of workers at a time: each one holds an archive and its unpacked content. */
const atOnce = 2;

async function readTables(workers: readonly ArchiveWorker[], { inner, reelId }: BundleParts, { onProgress, signal }: Watch): Promise<Result<CertificateTable[], WorkFault>> {
  const stop = new AbortController();
  const both = signal === undefined ? stop.signal : AbortSignal.any([signal, stop.signal]);
  const tables = new Map<ReelObject, CertificateTable>();
  // The largest archive comes first, so that the longest job does not begin last.
  const waiting = reelObjects.filter((object) => inner.some(({ named }) => named.kind === 'certificates' && named.object === object)).reverse();
  const total = waiting.length;
  let failed: Result<never, WorkFault> | undefined;
  const work = async (worker: ArchiveWorker): Promise<void> => {
    for (let object = waiting.shift(); object !== undefined && failed === undefined; object = waiting.shift()) {
      const mine = inner.filter(({ named }) => named.kind === 'certificates' && named.object === object);
      const job = { kind: 'table', object, inner: mine } as const;
      const answer = await worker.do(job, mine[0]?.name ?? reelId, { signal: both, onProgress: (archive, files) => onProgress?.({ archive, archives: { done: tables.size, total }, files }) });
      if (!answer.ok) failed ??= answer;
      else if (answer.value.kind !== 'table' || answer.value.table === undefined) failed ??= strange(reelId);
      else tables.set(object, answer.value.table);
      if (failed !== undefined) stop.abort();
    }
  };
  await Promise.all(workers.map(work));
  return failed ?? ok(reelObjects.flatMap((object) => tables.get(object) ?? []));
}

/** Reads a bundle in workers, so that the window stays responsive. */
export function readBundleInWorker(inputs: readonly NamedBytes[], watch: Watch = {}): Promise<Result<BundleContent, WorkFault>> {
  const file = inputs[0]?.name ?? 'the bundle';
  return withWorkers(atOnce, async (workers) => {
    const answer = await workers[0].do({ kind: 'split', inputs: inputs.map(({ name, bytes }) => ({ name, bytes })) }, file, { signal: watch.signal });
    if (!answer.ok) return answer;
    if (answer.value.kind !== 'parts') return strange(file);
    const tables = await readTables(workers, answer.value.parts, watch);
    return tables.ok ? ok(joinBundle(answer.value.parts, tables.value)) : tables;
  });
}

/** Opens the archive of the secrets in a worker. If the transport key is wrong, nothing is kept. */
export function readKeysInWorker(archive: NamedBytes, transportKey: string, watch: Watch = {}): Promise<Result<KeyContent, WorkFault>> {
  return withWorkers(1, async ([worker]) => {
    const answer = await worker.do({ kind: 'keys', archive: { name: archive.name, bytes: archive.bytes }, transportKey }, archive.name, { signal: watch.signal });
    if (!answer.ok) return answer;
    return answer.value.kind === 'keys' ? ok({ tables: answer.value.keys, problems: answer.value.problems }) : strange(archive.name);
  });
}
