import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Worker } from 'node:worker_threads';
import type { CertificateTable, NamedBytes } from '../../../core/bundle/certificateTable.ts';
import { reelObjects, type ReelObject } from '../../../core/bundle/names.ts';
import type { KeyTable } from '../../../core/bundle/keyTable.ts';
import { fault } from '../../../core/result/fault.ts';
import { err, ok, type Result } from '../../../core/result/result.ts';
import { told, type Job, type Told } from './messages.ts';
import { joinBundle, type BundleContent, type BundleFault, type BundleParts, type Progress } from './readBundle.ts';

const here = dirname(fileURLToPath(import.meta.url));
/** The built worker: beside this file's bundle, or, when this runs from its source (tests), in dist/. */
const workerFile = join(/[\\/]dist([\\/]chunks)?$/.test(here) ? here.replace(/[\\/]chunks$/, '') : join(here, '..', '..', '..', 'dist'), 'archiveWorker.js');

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

/** One job in a worker of its own; its memory, with whatever was unpacked in it, goes with it. */
function run(job: Job, file: string, { onProgress, signal }: RunWatch): Promise<Result<Answer, WorkFault>> {
  return new Promise((resolve) => {
    const worker = new Worker(workerFile, { workerData: job });
    let ended = false;
    const end = (result: Result<Answer, WorkFault>): void => {
      if (ended) return;
      ended = true;
      signal?.removeEventListener('abort', cancel);
      void worker.terminate().then(() => resolve(result));
    };
    const cancel = (): void => end(err(fault('bundle/cancelled', { file })));
    signal?.addEventListener('abort', cancel);
    if (signal?.aborted === true) cancel();
    worker.on('message', (message: unknown) => {
      const checked = told.safeParse(message);
      if (!checked.success) return end(err(fault('bundle/damaged', { file, why: 'The unpacking worker answered something strange.' })));
      if (checked.data.kind === 'progress') onProgress?.(checked.data.archive, checked.data.files);
      else end(checked.data.kind === 'fault' ? err(checked.data.fault) : ok(checked.data));
    });
    // What ends a worker is memory: its program is ours, its input is not.
    worker.on('error', () => end(err(fault('bundle/damaged', { file, why: 'It needs more memory than there is, or its structure breaks the unpacking program.' }))));
    worker.on('exit', () => end(err(fault('bundle/damaged', { file, why: 'The unpacking worker stopped.' }))));
  });
}

const strange = (file: string): Result<never, 'bundle/damaged'> => err(fault('bundle/damaged', { file, why: 'The unpacking worker answered something else.' }));

/** Most workers at a time: each holds an archive and all that comes out of it. */
const atOnce = 2;

async function readTables({ inner, reelId }: BundleParts, { onProgress, signal }: Watch): Promise<Result<CertificateTable[], WorkFault>> {
  const stop = new AbortController();
  const both = signal === undefined ? stop.signal : AbortSignal.any([signal, stop.signal]);
  const tables = new Map<ReelObject, CertificateTable>();
  // The largest first: what takes longest must not begin last.
  const waiting = reelObjects.filter((object) => inner.some(({ named }) => named.kind === 'certificates' && named.object === object)).reverse();
  const total = waiting.length;
  let failed: Result<never, WorkFault> | undefined;
  const work = async (): Promise<void> => {
    for (let object = waiting.shift(); object !== undefined && failed === undefined; object = waiting.shift()) {
      const mine = inner.filter(({ named }) => named.kind === 'certificates' && named.object === object);
      const job = { kind: 'table', object, inner: mine } as const;
      const answer = await run(job, mine[0]?.name ?? reelId, { signal: both, onProgress: (archive, files) => onProgress?.({ archive, archives: { done: tables.size, total }, files }) });
      if (!answer.ok) failed ??= answer;
      else if (answer.value.kind !== 'table' || answer.value.table === undefined) failed ??= strange(reelId);
      else tables.set(object, answer.value.table);
      if (failed !== undefined) stop.abort();
    }
  };
  await Promise.all(Array.from({ length: atOnce }, work));
  return failed ?? ok(reelObjects.flatMap((object) => tables.get(object) ?? []));
}

/** Reads a bundle in workers: the window stays live meanwhile. */
export async function readBundleInWorker(inputs: readonly NamedBytes[], watch: Watch = {}): Promise<Result<BundleContent, WorkFault>> {
  const file = inputs[0]?.name ?? 'the bundle';
  const answer = await run({ kind: 'split', inputs: inputs.map(({ name, bytes }) => ({ name, bytes })) }, file, { signal: watch.signal });
  if (!answer.ok) return answer;
  if (answer.value.kind !== 'parts') return strange(file);
  const tables = await readTables(answer.value.parts, watch);
  return tables.ok ? ok(joinBundle(answer.value.parts, tables.value)) : tables;
}

/** Opens the archive of the secrets in a worker. A wrong transport key leaves nothing behind. */
export async function readKeysInWorker(archive: NamedBytes, transportKey: string, watch: Watch = {}): Promise<Result<readonly KeyTable[], WorkFault>> {
  const answer = await run({ kind: 'keys', archive: { name: archive.name, bytes: archive.bytes }, transportKey }, archive.name, { signal: watch.signal });
  if (!answer.ok) return answer;
  return answer.value.kind === 'keys' ? ok(answer.value.keys) : strange(archive.name);
}
