import { readFile } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { sha256 } from '@noble/hashes/sha2.js';
import { z } from 'zod';
import { utf8 } from '../../core/bytes/bytes.ts';
import { fromHex, toHex } from '../../core/bytes/hex.ts';
import type { Randomness } from '../../core/bridge/bytePort.ts';
import { encodePrivateKeyPem, generateKey, parsePrivateKey, signDigest, type PrivateKey } from '../../core/keys/privateKey.ts';
import { encodeSpki, parseSpki, verifyDigest } from '../../core/keys/publicKey.ts';
import { must, type Result } from '../../core/result/result.ts';
import { errorCode, reason } from '../files/reasons.ts';
import { writeAtomic } from '../files/write.ts';
import { hashOf } from './chain.ts';

/** Where a file ended when it was signed. */
export interface Head {
  readonly file: string;
  readonly lines: number;
  readonly hash: string;
  readonly at: string;
}

const headFile = z.strictObject({ file: z.string(), lines: z.number().int(), hash: z.string(), at: z.string(), publicKey: z.string(), signature: z.string() });
export type SignedHead = z.infer<typeof headFile>;

export const headName = (file: string): string => file.replace(/\.jsonl$/, '.head.json');

const digestOf = ({ file, lines, hash, at }: Head): Uint8Array => sha256(utf8(['trust-bench journal head', file, String(lines), hash, at].join('\n')));

/** What people compare: SHA-256 of the public key. */
export const fingerprint = (publicKey: string): string => toHex(sha256(must(fromHex(publicKey))));

export interface HeadSigner {
  sign(head: Head): Promise<void>;
}

/** Key or signature could not be read or written; the reason as a sentence. */
export class NotSigned extends Error {
  readonly reason: string;

  constructor(reason: string) {
    super(reason);
    this.reason = reason;
  }
}

function onDisk(written: Result<void, 'file/not-written'>): void {
  if (!written.ok) throw new NotSigned(written.fault.data.reason);
}

/** Undefined when there is none yet. */
async function keptKey(path: string): Promise<PrivateKey | undefined> {
  let kept: Uint8Array;
  try {
    kept = new Uint8Array(await readFile(path));
  } catch (thrown) {
    // Only a key that is not there is a new bench's: any other would be overwritten, and with it who signed before.
    if (errorCode(thrown) === 'ENOENT') return undefined;
    throw new NotSigned(`${basename(path)} beside its folder cannot be read: ${reason(thrown)}`);
  }
  const parsed = parsePrivateKey(kept, { file: 'bench key' });
  if (!parsed.ok) throw new NotSigned(`${basename(path)} beside its folder is no private key.`);
  return parsed.value;
}

async function benchKey(path: string, random: Randomness): Promise<PrivateKey> {
  const kept = await keptKey(path);
  if (kept !== undefined) return kept;
  const made = await generateKey('secp256r1', random);
  onDisk(await writeAtomic(path, utf8(encodePrivateKeyPem(made)), { mode: 0o600 }));
  return made;
}

/** Signs with the bench's own key (P-256), made at the first use and kept beside the journal's folder. */
export function headSigner(folder: string, random: Randomness): HeadSigner {
  let key: Promise<PrivateKey> | undefined;
  return {
    async sign(head) {
      key ??= benchKey(join(dirname(folder), 'bench-key.pem'), random);
      const held = await key.catch((thrown: unknown) => {
        // It may be mended by the next time.
        key = undefined;
        throw thrown;
      });
      const signature = signDigest(held, 'sha256', digestOf(head));
      const signed: SignedHead = { ...head, publicKey: toHex(encodeSpki(held.publicKey)), signature: toHex(signature) };
      onDisk(await writeAtomic(join(folder, headName(head.file)), utf8(`${JSON.stringify(signed, undefined, 2)}\n`), { mode: 0o600 }));
    },
  };
}

/** The signed head of a file; undefined when there is none, `false` when it is none of ours or its signature is wrong. */
export async function readHead(folder: string, file: string): Promise<SignedHead | undefined | false> {
  const text = await readFile(join(folder, headName(file)), 'utf8').catch(() => undefined);
  return text === undefined ? undefined : parseHead(text, file);
}

/** What is wrong with lines that were signed so: the last of them is not there, or is another. */
export function brokenEnd(head: Head, lines: readonly string[]): 'cut' | 'other' | undefined {
  const last = lines[head.lines - 1];
  if (last === undefined) return 'cut';
  return hashOf(last) === head.hash ? undefined : 'other';
}

/** The signed head that a text is; `false` when it is none for this file, or its signature is wrong. */
export function parseHead(text: string, file: string): SignedHead | false {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch {
    return false;
  }
  const parsed = headFile.safeParse(json);
  if (!parsed.success || parsed.data.file !== file) return false;
  const { publicKey, signature } = parsed.data;
  const [key, bytes] = [fromHex(publicKey), fromHex(signature)];
  if (!key.ok || !bytes.ok) return false;
  const spki = parseSpki(key.value);
  return spki.ok && verifyDigest(spki.value, 'sha256', digestOf(parsed.data), bytes.value) ? parsed.data : false;
}
