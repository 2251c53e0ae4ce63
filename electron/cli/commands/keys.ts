import { realpath } from 'node:fs/promises';
import { resolve } from 'node:path';
import { utf8 } from '../../../core/bytes/bytes.ts';
import { wipedAfter } from '../../../core/bytes/secret.ts';
import { createCsr } from '../../../core/certificates/csr.ts';
import { selfSign } from '../../../core/certificates/issue.ts';
import { validityDays } from '../../../core/contract/keys.ts';
import type { AesKey } from '../../../core/keys/aesKey.ts';
import { encodePem } from '../../../core/keys/pem.ts';
import type { PrivateKey } from '../../../core/keys/privateKey.ts';
import type { NewKeyAlgorithm } from '../../../core/objects/codes.ts';
import { fault } from '../../../core/result/fault.ts';
import { err, ok, type Result } from '../../../core/result/result.ts';
import { keyText, makeKey } from '../../app/keys/index.ts';
import { isAes } from '../../app/material/index.ts';
import { holdsFile } from '../../files/target.ts';
import { writeAtomic } from '../../files/write.ts';
import { nodeRandomness } from '../../serial/randomness.ts';
import { keyFileSigner } from '../../signers/keyFile.ts';
import { newKeyNames, newKeys } from '../choices.ts';
import type { Action } from '../command.ts';

/** Finds the algorithm with a name of `newKeyNames`. */
export function algorithmNamed(name: string): Result<NewKeyAlgorithm, 'usage/bad-option'> {
  const algorithm = newKeys.get(name);
  return algorithm === undefined ? err(fault('usage/bad-option', { message: `--algorithm takes one of ${newKeyNames.join(', ')}.` })) : ok(algorithm);
}

interface NewOptions {
  readonly algorithm: string;
  readonly out: string;
  readonly certificate?: string;
  readonly csr?: string;
  readonly subject?: string;
  readonly days?: number;
  readonly force?: boolean;
}

const privateMode = 0o600;
const defaultDays = 3650;
const defaultSubject = 'CN=Trust Bench';

/** Checks the output files: an existing private key is never overwritten, and all files must be different. */
async function checkOutputs({ out, certificate, csr, days, force }: NewOptions): Promise<Result<void>> {
  const bad = (message: string): Result<void> => err(fault('usage/bad-option', { message }));
  const named = [out, certificate, csr].filter((path) => path !== undefined);
  // A link and its target are the same file.
  const names = await Promise.all(named.map((path) => realpath(path).catch(() => resolve(path))));
  if (new Set(names).size !== names.length) return bad('--out, --certificate and --csr require different files.');
  const { least, most } = validityDays;
  if (days !== undefined && (days < least || days > most)) return bad(`--days takes a number from ${least} to ${most}.`);
  if (force === true || !(await holdsFile(out))) return ok(undefined);
  return bad(`${out} already exists. Use --force to overwrite a key.`);
}

export const keysNew: Action<NewOptions> = async (_, options) => {
  const { algorithm } = options;
  const free = await checkOutputs(options);
  if (!free.ok) return free;
  const named = algorithmNamed(algorithm);
  if (!named.ok) return named;
  const key = await makeKey(named.value, nodeRandomness);
  const files = await wipedAfter(key.secret, () => filesOf(key, options));
  if (!files.ok) return files;
  for (const { path, text, mode } of files.value) {
    const written = await writeAtomic(path, utf8(text), mode === undefined ? {} : { mode });
    if (!written.ok) return written;
  }
  const { out, certificate, csr } = options;
  const json = { algorithm, key: out, ...(certificate === undefined ? {} : { certificate }), ...(csr === undefined ? {} : { csr }) };
  return ok({ json, lines: files.value.map(({ path }) => `written: ${path}`) });
};

interface NewFile {
  readonly path: string;
  readonly text: string;
  readonly mode?: number;
}

async function filesOf(key: PrivateKey | AesKey, options: NewOptions): Promise<Result<NewFile[]>> {
  const others = await certificateFiles(key, options);
  return others.ok ? ok([{ path: options.out, text: keyText(key), mode: privateMode }, ...others.value]) : others;
}

async function certificateFiles(key: PrivateKey | AesKey, { certificate, csr, subject = defaultSubject, days = defaultDays }: NewOptions): Promise<Result<NewFile[]>> {
  if (certificate === undefined && csr === undefined) return ok([]);
  if (isAes(key)) return err(fault('usage/bad-option', { message: 'An AES key has no certificate and no request.' }));
  const files: NewFile[] = [];
  if (certificate !== undefined) {
    const der = await selfSign(keyFileSigner(key), subject, { days, now: new Date(), random: nodeRandomness });
    if (!der.ok) return der;
    files.push({ path: certificate, text: encodePem('CERTIFICATE', der.value) });
  }
  if (csr !== undefined) {
    const der = await createCsr(keyFileSigner(key), subject);
    if (!der.ok) return der;
    files.push({ path: csr, text: encodePem('CERTIFICATE REQUEST', der.value) });
  }
  return ok(files);
}
