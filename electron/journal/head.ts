import { closeSync, fstatSync, openSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { sha256 } from '@noble/hashes/sha2.js';
import { z } from 'zod';
import { utf8 } from '../../core/bytes/bytes.ts';
import { fromHex, toHex } from '../../core/bytes/hex.ts';
import type { Randomness } from '../../core/bridge/bytePort.ts';
import { encodeSpki, parseSpki } from '../../core/keys/publicKey.ts';
import type { Signer } from '../../core/keys/signer.ts';
import { must } from '../../core/result/result.ts';
import { say } from '../../core/result/say.ts';
import { errorCode } from '../files/reasons.ts';
import { replaceOwn } from '../files/write.ts';
import { hostCheck } from '../signers/hostCheck.ts';
import { hashOf } from './chain.ts';
import { lineBefore, linesOf } from './lines.ts';
import { NotSigned, orNotSigned, signingKeyOf } from './stationKey.ts';

/** Where a file ended when it was signed. */
export interface Head {
  readonly file: string;
  readonly lines: number;
  readonly hash: string;
  readonly at: string;
}

/** `bytes`: the file's size when it was signed, to find the signed line quickly. It is not signed; the line itself is compared. */
const headFile = z.strictObject({ file: z.string(), lines: z.number().int(), hash: z.string(), at: z.string(), publicKey: z.string(), signature: z.string(), bytes: z.number().int().optional() });
export type SignedHead = z.infer<typeof headFile>;

export const headName = (file: string): string => file.replace(/\.jsonl$/, '.head.json');

const textOf = ({ file, lines, hash, at }: Head): string => ['trust-bench journal head', file, String(lines), hash, at].join('\n');

/** SHA-256 of the public key: the value that people compare. */
export const fingerprint = (publicKey: string): string => toHex(sha256(must(fromHex(publicKey))));

export interface HeadSigner {
  /** Reads or makes the key. Throws NotSigned when the key cannot be read. */
  ready(): Promise<void>;
  /** @param bytes size of the file that ends with the signed line */
  sign(head: Head, bytes: number): Promise<void>;
}

/** The text of each head when it was last read or written, so that each signature is verified only once. */
const heads = new Map<string, { readonly text: string; readonly head: SignedHead | false }>();

/** Signs with the station's own key. */
export function headSigner(folder: string, random: Randomness): HeadSigner {
  let key: Promise<Signer> | undefined;
  const loadKey = async (): Promise<Signer> => {
    key ??= signingKeyOf(folder, random);
    return key.catch((thrown: unknown) => {
      // The next signature tries again, because the problem may be repaired by then.
      key = undefined;
      throw thrown;
    });
  };
  return {
    async ready() {
      await loadKey();
    },
    async sign(head, bytes) {
      const own = await loadKey();
      const signature = await own.sign(utf8(textOf(head)), 'sha256');
      if (!signature.ok) throw new NotSigned(say(signature.fault).why);
      const signed: SignedHead = { ...head, publicKey: toHex(encodeSpki(own.publicKey)), signature: toHex(signature.value), bytes };
      const [path, text] = [join(folder, headName(head.file)), `${JSON.stringify(signed, undefined, 2)}\n`];
      orNotSigned(await replaceOwn(path, utf8(text)));
      heads.set(path, { text, head: signed });
    },
  };
}

/** Reads the signed head of a file; undefined when there is none, `false` when it is not ours or its signature is wrong. */
export function readHead(folder: string, file: string): SignedHead | undefined | false {
  const path = join(folder, headName(file));
  try {
    const text = readFileSync(path, 'utf8');
    const known = heads.get(path);
    const head = known?.text === text ? known.head : parseHead(text, file);
    heads.set(path, { text, head });
    return head;
  } catch (thrown) {
    // An unreadable head still exists, so a new signature must not replace it.
    return errorCode(thrown) === 'ENOENT' ? undefined : false;
  }
}

/** Finds the hash of a line by its number, from 1; undefined when the file has fewer lines. */
export async function hashOfLine(path: string, number: number): Promise<string | undefined> {
  let before = 0;
  for await (const lines of linesOf(path)) {
    const line = lines[number - before - 1];
    if (line !== undefined) return line.ended ? hashOf(line.text) : undefined;
    before += lines.length;
  }
  return undefined;
}

function hashOfEnd(path: string, bytes: number): string | undefined {
  const file = openSync(path, 'r');
  try {
    const line = fstatSync(file).size < bytes ? undefined : lineBefore(file, bytes);
    return line?.ended === true ? hashOf(line.text) : undefined;
  } finally {
    closeSync(file);
  }
}

/** Whether a file still has the line that was signed last. True without a signature; false when the signature is wrong. */
export async function isSignedStill(folder: string, file: string): Promise<boolean> {
  const head = readHead(folder, file);
  if (head === undefined || head === false) return head === undefined;
  const path = join(folder, file);
  if (head.bytes !== undefined && hashOfEnd(path, head.bytes) === head.hash) return true;
  return (await hashOfLine(path, head.lines)) === head.hash;
}

/** Reads a signed head from text; `false` when it is not for this file, or its signature is wrong. */
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
  return spki.ok && hostCheck(spki.value, 'sha256', utf8(textOf(parsed.data)), bytes.value) ? parsed.data : false;
}
