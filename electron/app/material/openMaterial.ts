import { Worker } from 'node:worker_threads';
import { z } from 'zod';
import { concat } from '../../../core/bytes/bytes.ts';
import { sniffMaterial, type Material, type MaterialFault } from '../../../core/certificates/material.ts';
import { holdsLocked } from '../../../core/keys/fileItems.ts';
import type { KeyFileOptions } from '../../../core/keys/privateKey.ts';
import { fault, type Fault } from '../../../core/result/fault.ts';
import { err, type Result } from '../../../core/result/result.ts';
import { builtFile } from '../../files/builtFile.ts';

const bytes = z.custom<Uint8Array>((value) => value instanceof Uint8Array);

/** What the worker is given. */
export const openJob = z.strictObject({ bytes, file: z.string(), password: z.string().optional() });

/** What it answers: DER of keys (PKCS#8) and certificates, or why not. */
export const opened = z.union([
  z.strictObject({ ders: z.array(bytes) }),
  z.strictObject({ fault: z.custom<Fault<MaterialFault>>((value) => typeof value === 'object' && value !== null && 'code' in value && 'data' in value) }),
]);
export type Opened = z.infer<typeof opened>;

/** More than a derivation within the limits takes on a busy machine, ms. */
const deadline = 60_000;

/** Undefined when it took too long, or the worker gave up. */
function openInWorker(job: z.infer<typeof openJob>, within: number): Promise<Opened | undefined> {
  return new Promise((resolve) => {
    const worker = new Worker(builtFile('materialWorker.js'), { workerData: job });
    const timer = setTimeout(() => end(undefined), within);
    const end = (result: Opened | undefined): void => {
      clearTimeout(timer);
      void worker.terminate();
      resolve(result);
    };
    worker.once('message', (message: unknown) => end(opened.safeParse(message).data));
    worker.once('error', () => end(undefined));
    worker.once('exit', () => end(undefined));
  });
}

/**
 * Finds all private keys and certificates of one file, as `sniffMaterial` does. What is locked with a password is opened
 * in a worker: the window stays live meanwhile.
 * @param within ms until it is given up
 */
export async function openMaterial(content: Uint8Array, options: Pick<KeyFileOptions, 'file' | 'password'>, within = deadline): Promise<Result<Material, MaterialFault>> {
  const { file, password } = options;
  if (!holdsLocked(content, file, password !== undefined)) return sniffMaterial(content, options);
  const answer = await openInWorker({ bytes: content, file, password }, within);
  if (answer === undefined) return err(fault('key/unsupported-encryption', { file, name: `a protection that took longer than ${within / 1000} seconds` }));
  if ('fault' in answer) return err(answer.fault);
  const plain = concat(...answer.ders);
  const material = sniffMaterial(plain, { file });
  for (const one of [plain, ...answer.ders]) one.fill(0);
  return material;
}
