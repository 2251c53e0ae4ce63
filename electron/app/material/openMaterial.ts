import { Worker } from 'node:worker_threads';
import { z } from 'zod';
import { concat } from '../../../core/bytes/bytes.ts';
import { sniffMaterial, type Material, type MaterialFault } from '../../../core/certificates/material.ts';
import { holdsLocked } from '../../../core/keys/fileItems.ts';
import { parsePrivateKey, type KeyFileOptions, type PrivateKey, type PrivateKeyFault } from '../../../core/keys/privateKey.ts';
import { fault, type Fault } from '../../../core/result/fault.ts';
import { err, ok, type Result } from '../../../core/result/result.ts';
import { builtFile } from '../../files/builtFile.ts';

const bytes = z.custom<Uint8Array>((value) => value instanceof Uint8Array);

/** The worker's input. */
export const openJob = z.strictObject({ bytes, file: z.string(), password: z.string().optional(), certificatesOnly: z.boolean().optional() });

/** The worker's answer: DER of keys (PKCS#8) and certificates, or a fault. */
export const opened = z.union([
  z.strictObject({ ders: z.array(bytes) }),
  z.strictObject({ fault: z.custom<Fault<MaterialFault>>((value) => typeof value === 'object' && value !== null && 'code' in value && 'data' in value) }),
]);
export type Opened = z.infer<typeof opened>;

/** Time limit, longer than an allowed derivation takes on a busy computer. ms */
const deadline = 60_000;

/** Opens a file in a worker. `late`: it took too long. `failed`: the worker ended without an answer. */
function openInWorker(job: z.infer<typeof openJob>, within: number): Promise<Opened | 'late' | 'failed'> {
  return new Promise((resolve) => {
    const worker = new Worker(builtFile('materialWorker.js'), { workerData: job });
    const timer = setTimeout(() => end('late'), within);
    const end = (result: Opened | 'late' | 'failed'): void => {
      clearTimeout(timer);
      void worker.terminate();
      resolve(result);
    };
    worker.once('message', (message: unknown) => end(opened.safeParse(message).data ?? 'failed'));
    worker.once('error', () => end('failed'));
    worker.once('exit', () => end('failed'));
  });
}

type OpenOptions = Pick<KeyFileOptions, 'file' | 'password'>;
type OpenFault = MaterialFault | 'key/not-opened';

/**
 * Returns a file's content without encryption: the content itself, or the decrypted keys and certificates as DER, one after the
 * other. A file with a password is opened in a worker, so that the window stays responsive. The caller wipes the result.
 * @param within time limit in ms
 */
async function openPlain(content: Uint8Array, { file, password }: OpenOptions, within: number): Promise<Result<Uint8Array, OpenFault>> {
  if (!holdsLocked(content, file, password !== undefined)) return ok(content.slice());
  const answer = await openInWorker({ bytes: content, file, password }, within);
  if (answer === 'failed') return err(fault('key/not-opened', { file }));
  if (answer === 'late') return err(fault('key/unsupported-encryption', { file, name: `a protection that took longer than ${within / 1000} seconds` }));
  if ('fault' in answer) return err(answer.fault);
  const plain = concat(...answer.ders);
  for (const one of answer.ders) one.fill(0);
  return ok(plain);
}

/** Finds all private keys and certificates of one file, like `sniffMaterial`. A container without a password is opened directly. */
export async function openMaterial(content: Uint8Array, options: OpenOptions, within = deadline): Promise<Result<Material, OpenFault>> {
  const plain = await openPlain(content, options, within);
  if (!plain.ok) return plain;
  const material = sniffMaterial(plain.value, options);
  plain.value.fill(0);
  return material;
}

/** Reads the only private key of a file, like `parsePrivateKey`. */
export async function openKeyFile(content: Uint8Array, options: OpenOptions): Promise<Result<PrivateKey, PrivateKeyFault | OpenFault>> {
  const plain = await openPlain(content, options, deadline);
  if (!plain.ok) return plain;
  const key = parsePrivateKey(plain.value, options);
  plain.value.fill(0);
  return key;
}

/** Returns a file with certificates unchanged. For a container without a password, returns its certificates; with one, it stays closed. */
export async function openCertificates(content: Uint8Array, file: string): Promise<Uint8Array> {
  if (!holdsLocked(content, file, false)) return content;
  const answer = await openInWorker({ bytes: content, file, certificatesOnly: true }, deadline);
  return typeof answer === 'object' && 'ders' in answer && answer.ders.length > 0 ? concat(...answer.ders) : content;
}
