import { fromHex } from '../bytes/hex.ts';
import { fault } from '../result/fault.ts';
import { err, ok, type Result } from '../result/result.ts';
import { fromBase64 } from './base64.ts';
import { derLength, derTags, inSequence, parseDer, readSmallInteger, type DerNode } from './der.ts';
import { isOldEncrypted } from './oldPem.ts';
import { readPem, type PemBlock } from './pem.ts';

/** What stands in a key or certificate file, told by content and not by its name or label. */
export type FileItem =
  | { readonly kind: 'sec1' | 'pkcs1' | 'pkcs8' | 'encrypted-pkcs8' | 'spki' | 'certificate' | 'csr' | 'unknown'; readonly node: DerNode }
  | { readonly kind: 'old-encrypted'; readonly block: PemBlock }
  | { readonly kind: 'jwk'; readonly jwk: Readonly<Record<string, unknown>> };

export const fileLimit = 1_048_576;

const isTag = (node: DerNode | undefined, tag: number): boolean => node?.tag === tag;

function kindOf(node: DerNode): Exclude<FileItem['kind'], 'old-encrypted' | 'jwk'> {
  const [first, second, third] = inSequence(node);
  const version = readSmallInteger(first);
  if (version === 1 && isTag(second, derTags.octetString)) return 'sec1';
  if (version !== undefined && isTag(second, derTags.sequence) && isTag(third, derTags.octetString)) return 'pkcs8';
  if (version !== undefined && version < 2 && node.children.length >= 9) return 'pkcs1';
  if (isTag(first, derTags.sequence) && isTag(second, derTags.octetString)) return 'encrypted-pkcs8';
  if (isTag(first, derTags.sequence) && isTag(second, derTags.bitString)) return 'spki';
  if (!isTag(first, derTags.sequence) || !isTag(third, derTags.bitString)) return 'unknown';
  // A request's third field is the public key, a certificate's is the issuer or the signature algorithm.
  return isTag(inSequence(first)[2]?.children[1], derTags.bitString) ? 'csr' : 'certificate';
}

export type ItemsFault = 'file/empty' | 'file/too-large' | 'key/truncated' | 'key/malformed' | 'key/not-a-key';
type Items = Result<readonly FileItem[], ItemsFault>;

function fromPem(text: string, file: string): Items {
  const { blocks, unfinished } = readPem(text);
  if (unfinished !== undefined) return err(fault('key/truncated', { file, block: unfinished }));
  const items: FileItem[] = [];
  for (const block of blocks) {
    if (/PARAMETERS$|^X509 CRL$/.test(block.label)) continue;
    if (block.bytes === undefined || block.bytes.length === 0) {
      return err(fault('key/malformed', { file, why: `The text of its "${block.label}" part is not base64.` }));
    }
    if (isOldEncrypted(block)) {
      items.push({ kind: 'old-encrypted', block });
      continue;
    }
    if (block.label === 'OPENSSH PRIVATE KEY') return err(fault('key/not-a-key', { file, found: 'an OpenSSH key, which no certificate tool reads' }));
    const node = parseDer(block.bytes, file);
    if (!node.ok) return err(fault('key/malformed', { file, why: `Its "${block.label}" part cannot be decoded.` }, node.fault));
    items.push({ kind: kindOf(node.value), node: node.value });
  }
  return ok(items);
}

function fromJson(text: string, file: string): Items {
  const broken = (found: string): Items => err(fault('key/not-a-key', { file, found }));
  let parsed: unknown;
  try {
    parsed = JSON.parse(text);
  } catch {
    return broken('JSON that is damaged');
  }
  const isObject = (value: unknown): value is Record<string, unknown> =>
    typeof value === 'object' && value !== null && !Array.isArray(value);
  if (!isObject(parsed)) return broken('JSON that describes no key');
  const keys: readonly unknown[] = Array.isArray(parsed['keys']) ? parsed['keys'] : [parsed];
  const found = keys.filter(isObject).filter((key) => typeof key['kty'] === 'string');
  return found.length === 0 ? broken('JSON that describes no key') : ok(found.map((jwk) => ({ kind: 'jwk', jwk })));
}

function fromDer(bytes: Uint8Array, file: string): Items {
  const items: FileItem[] = [];
  for (let at = 0; at < bytes.length; ) {
    const length = derLength(bytes.subarray(at));
    const node = parseDer(bytes.subarray(at, length === undefined ? undefined : at + length), file);
    if (!node.ok) return err(fault('key/malformed', { file, why: 'It begins like DER, but is cut short or damaged.' }, node.fault));
    items.push({ kind: kindOf(node.value), node: node.value });
    at += node.value.whole.length;
  }
  return items.every(({ kind }) => kind === 'unknown') ? err(fault('key/not-a-key', { file, found: 'DER of another kind' })) : ok(items);
}

/** Text in UTF-8, or in UTF-16 as Windows editors save it; undefined for binary data. */
export function decodeText(bytes: Uint8Array): string | undefined {
  const label = bytes[0] === 0xff && bytes[1] === 0xfe ? 'utf-16le' : 'utf-8';
  try {
    const text = new TextDecoder(label, { fatal: true }).decode(bytes);
    return text.includes('\0') ? undefined : text;
  } catch {
    return undefined;
  }
}

const printable = /^[\t\r\n\x20-\x7e\uFEFF]*$/;

/** Bytes of a text in hexadecimal (C arrays too, as in the vendor's samples) or base64. */
function derOfText(text: string): Uint8Array | undefined {
  const read = fromHex(text);
  return read.ok ? read.value : fromBase64(text);
}

/** Finds everything in a PEM, DER, hexadecimal, base64 or JWK file. @param file how the input is called in faults */
export function readFileItems(bytes: Uint8Array, file: string): Items {
  if (bytes.length === 0) return err(fault('file/empty', { file }));
  if (bytes.length > fileLimit) return err(fault('file/too-large', { file, bytes: bytes.length, limit: fileLimit }));
  const text = decodeText(bytes);
  if (text?.includes('-----BEGIN ')) return fromPem(text, file);
  if (text?.trimStart().startsWith('{')) return fromJson(text, file);
  // Text may begin with "0", which is the first byte of DER: printable text is never taken for it.
  const der = text !== undefined && printable.test(text) ? derOfText(text) : bytes;
  if (der?.[0] === derTags.sequence) return fromDer(der, file);
  if (text?.trim() === '') return err(fault('file/empty', { file }));
  return err(fault('key/not-a-key', { file, found: text === undefined ? 'binary data of another kind' : 'text without a PEM block' }));
}
