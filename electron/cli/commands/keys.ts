import { randomBytes } from 'node:crypto';
import { realpath } from 'node:fs/promises';
import { resolve } from 'node:path';
import { utf8 } from '../../../core/bytes/bytes.ts';
import { toHex } from '../../../core/bytes/hex.ts';
import { createCsr } from '../../../core/certificates/csr.ts';
import { selfSign } from '../../../core/certificates/issue.ts';
import { encodePem } from '../../../core/keys/pem.ts';
import { encodePrivateKeyPem, generateKey, type KeyAlgorithm, type PrivateKey } from '../../../core/keys/privateKey.ts';
import { fault } from '../../../core/result/fault.ts';
import { err, ok, type Result } from '../../../core/result/result.ts';
import { holdsFile } from '../../files/target.ts';
import { writeAtomic } from '../../files/write.ts';
import { nodeRandomness } from '../../serial/randomness.ts';
import { keyFileSigner } from '../../signers/keyFile.ts';
import type { Action } from '../command.ts';

const aesBytes = { aes128: 16, aes192: 24, aes256: 32 } as const;

/** Names as the command line takes them; Brainpool's are written as openssl writes them. */
export const newKeyAlgorithms = [
  'secp256r1',
  'secp384r1',
  'secp521r1',
  'brainpoolP256r1',
  'brainpoolP384r1',
  'brainpoolP512r1',
  'rsa1024',
  'rsa2048',
  'aes128',
  'aes192',
  'aes256',
] as const;
type NewKeyAlgorithm = (typeof newKeyAlgorithms)[number];

interface NewOptions {
  readonly algorithm: NewKeyAlgorithm;
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

/** Longest validity that a certificate can name: its year has four digits. */
const mostDays = 365 * 1000;

/** An older private key is never overwritten, and each file has a name of its own. */
async function checkOutputs({ out, certificate, csr, days, force }: NewOptions): Promise<Result<void>> {
  const bad = (message: string): Result<void> => err(fault('usage/bad-option', { message }));
  const named = [out, certificate, csr].filter((path) => path !== undefined);
  // A link and what it leads to are one file.
  const names = await Promise.all(named.map((path) => realpath(path).catch(() => resolve(path))));
  if (new Set(names).size !== names.length) return bad('--out, --certificate and --csr want different files.');
  if (days !== undefined && (days < 1 || days > mostDays)) return bad(`--days takes a number from 1 to ${mostDays}.`);
  if (force === true || !(await holdsFile(out))) return ok(undefined);
  return bad(`${out} is there already; a key is not overwritten unless --force says so.`);
}

export const keysNew: Action<NewOptions> = async (_, options) => {
  const { algorithm } = options;
  const free = await checkOutputs(options);
  if (!free.ok) return free;
  if (algorithm === 'aes128' || algorithm === 'aes192' || algorithm === 'aes256') return newAes(algorithm, options);
  const key = await generateKey(algorithm.toLowerCase() as KeyAlgorithm, nodeRandomness);
  const files: { path: string; text: string; mode?: number }[] = [{ path: options.out, text: encodePrivateKeyPem(key), mode: privateMode }];
  const papers = await certificates(key, options);
  if (!papers.ok) return papers;
  files.push(...papers.value);
  for (const { path, text, mode } of files) {
    const written = await writeAtomic(path, utf8(text), mode === undefined ? {} : { mode });
    if (!written.ok) return written;
  }
  const { out, certificate, csr } = options;
  const json = { algorithm, key: out, ...(certificate === undefined ? {} : { certificate }), ...(csr === undefined ? {} : { csr }) };
  return ok({ json, lines: files.map(({ path }) => `written: ${path}`) });
};

async function certificates(key: PrivateKey, { certificate, csr, subject = defaultSubject, days = defaultDays }: NewOptions): Promise<Result<{ path: string; text: string }[]>> {
  const files: { path: string; text: string }[] = [];
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

async function newAes(algorithm: keyof typeof aesBytes, { out, certificate, csr }: NewOptions) {
  if (certificate !== undefined || csr !== undefined) {
    return err(fault('usage/bad-option', { message: 'An AES key has neither certificate nor request.' }));
  }
  const written = await writeAtomic(out, utf8(`${toHex(randomBytes(aesBytes[algorithm]))}\n`), { mode: privateMode });
  return written.ok ? ok({ json: { algorithm, key: out }, lines: [`written: ${out}`] }) : written;
}
