import { dirname, join, basename, isAbsolute } from 'node:path';
import type { Secret } from '../../core/bytes/secret.ts';
import { parseCertificateFile } from '../../core/certificates/material.ts';
import type { Certificate } from '../../core/certificates/certificate.ts';
import { formatOid, parseOid, type Oid } from '../../core/objects/oid.ts';
import { fault } from '../../core/result/fault.ts';
import { err, ok, type Result } from '../../core/result/result.ts';
import { reason } from '../files/reasons.ts';
import { fileLimit, readFileOrPipe } from '../files/read.ts';
import { descriptorOf } from '../files/target.ts';
import { openCertificates, parseSecret } from '../app/material/index.ts';

async function readStdin(): Promise<Result<Uint8Array>> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  try {
    for await (const chunk of process.stdin) {
      const part = Buffer.from(chunk as Uint8Array);
      bytes += part.length;
      if (bytes > fileLimit) return err(fault('file/too-large', { file: 'standard input', bytes, limit: fileLimit }));
      chunks.push(part);
    }
  } catch (thrown) {
    return err(fault('file/unreadable', { file: 'standard input', reason: reason(thrown) }));
  }
  return bytes === 0 ? err(fault('file/empty', { file: 'standard input' })) : ok(new Uint8Array(Buffer.concat(chunks)));
}

/**
 * Reads a file or pipe; `-` is standard input. The vendor's command lines contain Windows paths (`..\samples\key.pem`). If there
 * is no file with such a path, the path is converted to the platform's form.
 */
export async function readInput(path: string): Promise<Result<Uint8Array>> {
  if (path === '-' || descriptorOf(path) === 0) return readStdin();
  const read = await readFileOrPipe(path);
  if (read.ok || read.fault.code !== 'file/not-found' || !path.includes('\\') || process.platform === 'win32') return read;
  return readFileOrPipe(path.replaceAll('\\', '/'));
}

export const readText = async (path: string): Promise<Result<string>> => {
  const bytes = await readInput(path);
  return bytes.ok ? ok(new TextDecoder().decode(bytes.value)) : bytes;
};

export async function readCertificate(path: string): Promise<Result<Certificate>> {
  const bytes = await readInput(path);
  return bytes.ok ? parseCertificateFile(await openCertificates(bytes.value, basename(path)), basename(path)) : bytes;
}

export async function readSecret(path: string): Promise<Result<Secret>> {
  const bytes = await readInput(path);
  return bytes.ok ? parseSecret(bytes.value, basename(path)) : bytes;
}

/** Reads an object id; anything else is refused. */
export function requireOid(text: string): Result<Oid> {
  return parseOid(text);
}

/** Reads the ids of --yes-lock, in the form that is used for comparing. */
export function readConfirmed(words: readonly string[] | undefined): Result<string[]> {
  const ids: string[] = [];
  for (const word of words ?? []) {
    const read = requireOid(word);
    if (!read.ok) return read;
    ids.push(formatOid(read.value));
  }
  return ok(ids);
}

/** Reads a file from the current folder, otherwise from the plan file's folder. A file that is there and cannot be read is never replaced by another one. */
export async function readBeside(path: string, planPath: string): Promise<Result<Uint8Array>> {
  const here = await readInput(path);
  if (here.ok || here.fault.code !== 'file/not-found' || isAbsolute(path)) return here;
  const beside = await readFileOrPipe(join(dirname(planPath), path));
  return beside.ok || beside.fault.code !== 'file/not-found' ? beside : here;
}
