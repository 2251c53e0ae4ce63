import { Worker } from 'node:worker_threads';
import { z } from 'zod';
import type { BundleProblem, CertificateTable } from '../../../core/bundle/certificateTable.ts';
import type { Certificate } from '../../../core/certificates/certificate.ts';
import { builtFile } from '../../files/builtFile.ts';

const bytes = z.custom<Uint8Array>((value) => value instanceof Uint8Array);

/** The worker's input. */
export const verifyJob = z.strictObject({
  tables: z.custom<CertificateTable[]>((value) => Array.isArray(value)),
  anchors: z.array(bytes),
  now: z.date(),
});

/** Result of verifying every certificate of a reel. */
export const verified = z.strictObject({
  certificates: z.number().int(),
  trusted: z.number().int(),
  /** Certificates of known issuers that are damaged, not valid now, or have a wrong signature. */
  problems: z.custom<BundleProblem[]>((value) => Array.isArray(value)),
});
export type Verified = z.infer<typeof verified>;
/** Result of the verification; `undefined` while it is running. */
export type VerifyState = Verified | 'failed' | undefined;

/**
 * Verifies the chain of every certificate of a reel in a worker, because thousands of certificates take seconds and the reel can
 * be used meanwhile. `failed` when the verification was stopped, or the worker failed.
 */
export function verifyInWorker(tables: readonly CertificateTable[], anchors: readonly Certificate[], now: Date, signal: AbortSignal): Promise<Verified | 'failed'> {
  const job = { tables: tables.map(({ object, ids, ends, der }) => ({ object, ids: [...ids], ends, der, problems: [], others: 0 })), anchors: anchors.map(({ der }) => der), now };
  return new Promise((resolve) => {
    const worker = new Worker(builtFile('verifyWorker.js'), { workerData: job satisfies z.input<typeof verifyJob> });
    const end = (result: Verified | 'failed'): void => {
      signal.removeEventListener('abort', stop);
      void worker.terminate();
      resolve(result);
    };
    const stop = (): void => end('failed');
    signal.addEventListener('abort', stop);
    worker.once('message', (message: unknown) => end(verified.safeParse(message).data ?? 'failed'));
    worker.once('error', stop);
    worker.once('exit', stop);
  });
}
