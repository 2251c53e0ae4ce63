import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Worker } from 'node:worker_threads';
import type { NamedBytes } from '../../../core/bundle/certificateTable.ts';
import type { KeyTable } from '../../../core/bundle/keyTable.ts';
import { fault } from '../../../core/result/fault.ts';
import { err, ok, type Result } from '../../../core/result/result.ts';
import { told, type Job, type Told } from './messages.ts';
import type { BundleContent, BundleFault, Progress } from './readBundle.ts';

const here = dirname(fileURLToPath(import.meta.url));
/** The built worker: beside this file's bundle, or, when this runs from its source (tests), in dist/. */
const workerFile = join(/[\\/]dist([\\/]chunks)?$/.test(here) ? here.replace(/[\\/]chunks$/, '') : join(here, '..', '..', '..', 'dist'), 'archiveWorker.js');

export type WorkFault = BundleFault | 'bundle/cancelled';

export interface Watch {
  readonly onProgress?: (progress: Progress) => void;
  readonly signal?: AbortSignal;
}

type Answer = Exclude<Told, { kind: 'progress' }>;

/** One job in a worker of its own; its memory, with whatever was unpacked in it, goes with it. */
function run(job: Job, file: string, { onProgress, signal }: Watch): Promise<Result<Answer, WorkFault>> {
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
      if (checked.data.kind === 'progress') onProgress?.(checked.data);
      else end(checked.data.kind === 'fault' ? err(checked.data.fault) : ok(checked.data));
    });
    // What ends a worker is memory: its program is ours, its input is not.
    worker.on('error', () => end(err(fault('bundle/damaged', { file, why: 'It needs more memory than there is, or its structure breaks the unpacking program.' }))));
    worker.on('exit', () => end(err(fault('bundle/damaged', { file, why: 'The unpacking worker stopped.' }))));
  });
}

const strange = (file: string): Result<never, 'bundle/damaged'> => err(fault('bundle/damaged', { file, why: 'The unpacking worker answered something else.' }));

/** Reads a bundle in a worker: the window stays live meanwhile. */
export async function readBundleInWorker(inputs: readonly NamedBytes[], watch: Watch = {}): Promise<Result<BundleContent, WorkFault>> {
  const file = inputs[0]?.name ?? 'the bundle';
  const answer = await run({ kind: 'bundle', inputs: inputs.map(({ name, bytes }) => ({ name, bytes })) }, file, watch);
  if (!answer.ok) return answer;
  if (answer.value.kind !== 'content') return strange(file);
  const { keyArchive, ...content } = answer.value.content;
  return ok({ ...content, ...(keyArchive === undefined ? {} : { keyArchive }) });
}

/** Opens the archive of the secrets in a worker. A wrong transport key leaves nothing behind. */
export async function readKeysInWorker(archive: NamedBytes, transportKey: string, watch: Watch = {}): Promise<Result<readonly KeyTable[], WorkFault>> {
  const answer = await run({ kind: 'keys', archive: { name: archive.name, bytes: archive.bytes }, transportKey }, archive.name, watch);
  if (!answer.ok) return answer;
  return answer.value.kind === 'keys' ? ok(answer.value.keys) : strange(archive.name);
}
