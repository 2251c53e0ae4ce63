import { readdir } from 'node:fs/promises';
import { basename, resolve } from 'node:path';
import { parsePublicKeyFile } from '../../../core/certificates/publicKeyFile.ts';
import type { Job, SignerReference } from '../../../core/job/job.ts';
import { signerFingerprint } from '../../../core/job/signature.ts';
import type { PublicKey } from '../../../core/keys/publicKey.ts';
import { fault, type Fault } from '../../../core/result/fault.ts';
import { ok, type Result } from '../../../core/result/result.ts';
import { sayLine } from '../../../core/result/say.ts';
import { readFileLimited } from '../../files/read.ts';
import { errorCode, reason } from '../../files/reasons.ts';
import { openKeyFile } from '../material/index.ts';

/** Why a folder contains no values; undefined when it has files. */
async function emptyFolder(folder: string): Promise<string | undefined> {
  try {
    const names = (await readdir(folder)).filter((name) => !name.startsWith('.'));
    return names.length === 0 ? 'The folder is empty.' : undefined;
  } catch (thrown) {
    return errorCode(thrown) === 'ENOTDIR' ? 'It is a file, not a folder.' : reason(thrown);
  }
}

/** Reads the public key from a file with a private key, a public key or a certificate. */
export async function publicKeyIn(bytes: Uint8Array, file: string, password?: string): Promise<Result<PublicKey>> {
  const open = parsePublicKeyFile(bytes, file);
  if (open.ok) return ok(open.value.publicKey);
  const key = await openKeyFile(bytes, { file, ...(password === undefined ? {} : { password }) });
  if (!key.ok) return key;
  key.value.secret.wipe();
  return ok(key.value.publicKey);
}

/** Why a file is not the signer's key. A key with a password is not opened here; it is checked before its first use. */
async function whyNotSigner({ file, fingerprint }: SignerReference, folder: string): Promise<string | Fault | undefined> {
  const bytes = await readFileLimited(resolve(folder, file));
  if (!bytes.ok) return bytes.fault.code === 'file/not-found' ? 'There is no file of this name.' : bytes.fault;
  const key = await publicKeyIn(bytes.value, basename(file));
  bytes.value.fill(0);
  if (!key.ok) return key.fault.code === 'key/encrypted' ? undefined : key.fault;
  return signerFingerprint(key.value) === fingerprint ? undefined : `It holds another key: the job names ${fingerprint}.`;
}

/** A file that a job needs is there, but a unit cannot use it. */
export const unusable = (file: string, why: Fault): Fault<'job/source-unusable'> => fault('job/source-unusable', { file, why: sayLine(why) });

/**
 * Finds what the job needs and this station does not have or cannot read: folders with values, key files of signers, files with
 * the names of the job's materials.
 * @param folder of the job file
 */
export async function missingSources({ varies, materials }: Job, folder: string): Promise<Fault[]> {
  const missing = new Map<string, Fault>();
  const note = (step: string, source: string, why: string | Fault | undefined): void => {
    if (why === undefined || missing.has(source)) return;
    missing.set(source, typeof why === 'string' ? fault('job/source-missing', { step, source, why }) : unusable(source, why));
  };
  for (const { step, source } of varies) {
    if (source.kind !== 'pairs' && source.kind !== 'data-sets') continue;
    note(step, source.folder, await emptyFolder(resolve(folder, source.folder)));
    if (source.kind === 'pairs' && source.signer !== undefined) note(step, source.signer.file, await whyNotSigner(source.signer, folder));
  }
  for (const { name, bytes } of materials) {
    const found = await readFileLimited(resolve(folder, name));
    if (found.ok) found.value.fill(0);
    else note('', name, found.fault.code === 'file/not-found' ? `There is no file of this name beside the job: its content (${bytes} bytes) is a secret, which is never in a job.` : found.fault);
  }
  return [...missing.values()];
}
