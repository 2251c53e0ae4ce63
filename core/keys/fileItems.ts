import { readLooseJson } from '../bytes/looseJson.ts';
import { fromHex } from '../bytes/hex.ts';
import { fault } from '../result/fault.ts';
import { err, ok, type Result } from '../result/result.ts';
import { fromBase64 } from './base64.ts';
import { derOfBer } from './ber.ts';
import { derLength, derTags, inSequence, parseDer, readSmallInteger, type DerNode } from './der.ts';
import { isOldEncrypted } from './oldPem.ts';
import { otherFormatOf, otherFormatOfLabel } from './otherFormats.ts';
import { readPem, type PemBlock } from './pem.ts';
import { isPkcs12 } from './pkcs12.ts';
import { certificatesOfPkcs7, isPkcs7 } from './pkcs7.ts';

/** What a key or certificate file contains, recognised by content and not by name or label. */
export type FileItem =
  | { readonly kind: 'sec1' | 'pkcs1' | 'pkcs8' | 'encrypted-pkcs8' | 'pkcs12' | 'spki' | 'certificate' | 'csr' | 'pkcs7' | 'unknown'; readonly node: DerNode }
  | { readonly kind: 'old-encrypted'; readonly block: PemBlock }
  | { readonly kind: 'jwk'; readonly jwk: Readonly<Record<string, unknown>> };

const fileLimit = 1_048_576;

const isTag = (node: DerNode | undefined, tag: number): boolean => node?.tag === tag;

function kindOf(node: DerNode): Exclude<FileItem['kind'], 'old-encrypted' | 'jwk'> {
  const [first, second, third] = inSequence(node);
  if (isPkcs12(node)) return 'pkcs12';
  if (isPkcs7(node)) return 'pkcs7';
  const version = readSmallInteger(first);
  if (version === 1 && isTag(second, derTags.octetString)) return 'sec1';
  if (version !== undefined && isTag(second, derTags.sequence) && isTag(third, derTags.octetString)) return 'pkcs8';
  if (version !== undefined && version < 2 && node.children.length >= 9) return 'pkcs1';
  if (isTag(first, derTags.sequence) && isTag(second, derTags.octetString)) return 'encrypted-pkcs8';
  if (isTag(first, derTags.sequence) && isTag(second, derTags.bitString)) return 'spki';
  if (!isTag(first, derTags.sequence) || !isTag(third, derTags.bitString)) return 'unknown';
  // The third field of a request is the public key; that of a certificate is the issuer or the signature algorithm.
  return isTag(inSequence(first)[2]?.children[1], derTags.bitString) ? 'csr' : 'certificate';
}

export type ItemsFault = 'file/empty' | 'file/too-large' | 'key/truncated' | 'key/malformed' | 'key/not-a-key' | 'key/other-format';
type Items = Result<readonly FileItem[], ItemsFault>;

/** One value, or each certificate of a PKCS#7 file. */
function itemsOf(node: DerNode): FileItem[] {
  const kind = kindOf(node);
  const inside = kind === 'pkcs7' ? certificatesOfPkcs7(node) : [];
  return inside.length > 0 ? inside.map((certificate) => ({ kind: 'certificate', node: certificate })) : [{ kind, node }];
}

/** Reads a container in BER: PKCS#12 and PKCS#7 files of browsers and keychains. All other content must be DER. */
function containerOfBer(bytes: Uint8Array): DerNode | undefined {
  const der = derOfBer(bytes);
  const node = der === undefined ? undefined : parseDer(der, 'The container');
  return node?.ok === true && (isPkcs12(node.value) || isPkcs7(node.value)) ? node.value : undefined;
}

/**
 * Reads only the first value: a "TRUSTED CERTIFICATE" has additional data after the certificate, and an object's content may end in
 * zeros.
 */
function firstValue(bytes: Uint8Array, file: string): Result<DerNode, 'der/malformed'> {
  const whole = parseDer(bytes, file);
  const length = derLength(bytes);
  if (whole.ok || length === undefined || length === bytes.length) return whole;
  const first = parseDer(bytes.subarray(0, length), file);
  return first.ok && kindOf(first.value) === 'certificate' ? first : whole;
}

function fromBlock(block: PemBlock, file: string): Items {
  if (block.bytes === undefined || block.bytes.length === 0) {
    return err(fault('key/malformed', { file, why: `The text of its "${block.label}" part is not base64.` }));
  }
  if (isOldEncrypted(block)) return ok([{ kind: 'old-encrypted', block }]);
  const other = otherFormatOfLabel(block.label);
  if (other !== undefined) return err(fault('key/other-format', { file, ...other }));
  const node = firstValue(block.bytes, file);
  if (node.ok) return ok(itemsOf(node.value));
  const container = containerOfBer(block.bytes);
  if (container !== undefined) return ok(itemsOf(container));
  return err(fault('key/malformed', { file, why: `Its "${block.label}" part cannot be decoded.` }, node.fault));
}

function fromPem(text: string, file: string): Items {
  const { blocks, unfinished } = readPem(text);
  if (unfinished !== undefined) return err(fault('key/truncated', { file, block: unfinished }));
  const items: FileItem[] = [];
  for (const block of blocks) {
    if (/PARAMETERS$|^X509 CRL$/.test(block.label)) continue;
    const read = fromBlock(block, file);
    if (!read.ok) return read;
    items.push(...read.value);
  }
  return ok(items);
}

function fromJson(text: string, file: string): Items {
  const broken = (found: string): Items => err(fault('key/not-a-key', { file, found }));
  const json = readLooseJson(text);
  if (!json.read) return broken(`JSON that cannot be read. ${json.why.replace(/\.$/, '')}`);
  const parsed = json.value;
  const isObject = (value: unknown): value is Record<string, unknown> =>
    typeof value === 'object' && value !== null && !Array.isArray(value);
  if (!isObject(parsed)) return broken('JSON without a key');
  const keys: readonly unknown[] = Array.isArray(parsed['keys']) ? parsed['keys'] : [parsed];
  const found = keys.filter(isObject).filter((key) => typeof key['kty'] === 'string');
  return found.length === 0 ? broken('JSON without a key') : ok(found.map((jwk) => ({ kind: 'jwk', jwk })));
}

/** All values in sequence. @param file name of the input in faults */
export function itemsOfDer(bytes: Uint8Array, file: string): Items {
  const items: FileItem[] = [];
  for (let at = 0; at < bytes.length; ) {
    const length = derLength(bytes.subarray(at));
    const node = parseDer(bytes.subarray(at, length === undefined ? undefined : at + length), file);
    // Bytes after a certificate that do not begin as DER are padding.
    if (!node.ok && items.at(-1)?.kind === 'certificate' && bytes[at] !== derTags.sequence) break;
    if (!node.ok) {
      const container = at === 0 ? containerOfBer(bytes) : undefined;
      if (container !== undefined) return ok(itemsOf(container));
      return err(fault('key/malformed', { file, why: 'It begins like DER, but is cut short or damaged.' }, node.fault));
    }
    items.push(...itemsOf(node.value));
    at += node.value.whole.length;
  }
  return items.every(({ kind }) => kind === 'unknown') ? err(fault('key/not-a-key', { file, found: 'DER data of another type' })) : ok(items);
}

/** Whether bytes may be text of an older Windows or Unix editor: no control characters, and nearly all ASCII. */
function isLatin1(bytes: Uint8Array): boolean {
  let others = 0;
  for (const byte of bytes) {
    if (byte < 0x20 ? byte !== 0x09 && byte !== 0x0a && byte !== 0x0d : byte === 0x7f) return false;
    if (byte >= 0x80) others += 1;
  }
  return others * 10 <= bytes.length;
}

/**
 * Detects UTF-16 without a byte order mark: nearly every second byte of a PEM or JSON text is zero. @returns undefined
 * when it is something else
 */
function unmarkedUtf16(bytes: Uint8Array): 'utf-16le' | 'utf-16be' | undefined {
  if (bytes.length < 8 || bytes.length % 2 !== 0) return undefined;
  const zeros = [0, 0];
  for (const [at, byte] of bytes.entries()) if (byte === 0) zeros[at % 2] = (zeros[at % 2] as number) + 1;
  const [even, odd] = zeros as [number, number];
  const half = bytes.length / 4;
  if (even === 0 && odd >= half) return 'utf-16le';
  return odd === 0 && even >= half ? 'utf-16be' : undefined;
}

function encodingOf(bytes: Uint8Array): string {
  const [first, second] = bytes;
  if (first === 0xff && second === 0xfe) return 'utf-16le';
  if (first === 0xfe && second === 0xff) return 'utf-16be';
  return unmarkedUtf16(bytes) ?? 'utf-8';
}

/** Control characters that do not occur in text. */
// eslint-disable-next-line no-control-regex -- control characters are what is looked for
const control = /[\0-\x08\x0e-\x1f]/;

/**
 * Decodes text in UTF-8, in UTF-16 of both byte orders (with or without mark), or in Windows-1252; undefined for binary
 * data. All files from users are decoded here.
 */
export function decodeText(bytes: Uint8Array): string | undefined {
  try {
    const text = new TextDecoder(encodingOf(bytes), { fatal: true }).decode(bytes);
    return control.test(text) ? undefined : text;
  } catch {
    return isLatin1(bytes) ? new TextDecoder('windows-1252').decode(bytes) : undefined;
  }
}

const printable = /^[\t\r\n\x20-\x7e\uFEFF]*$/;

/** The bytes of a text in hexadecimal (also C arrays, as in the vendor's samples) or base64. */
function derOfText(text: string): Uint8Array | undefined {
  const read = fromHex(text);
  return read.ok ? read.value : fromBase64(text);
}

const pemBegin = new TextEncoder().encode('-----BEGIN ');

/**
 * The text of a file with a PEM block, whatever surrounds the block (other code pages, terminal codes); undefined for
 * a file without one.
 */
function pemText(bytes: Uint8Array): string | undefined {
  const last = bytes.length - pemBegin.length;
  for (let at = bytes.indexOf(0x2d); at >= 0 && at <= last; at = bytes.indexOf(0x2d, at + 1)) {
    if (pemBegin.every((code, i) => bytes[at + i] === code)) return new TextDecoder('windows-1252').decode(bytes);
  }
  return undefined;
}

/**
 * Finds everything in a PEM, DER, hexadecimal, base64, PKCS#7 or JWK file. A PKCS#12 container stays closed. @param
 * file name of the input in faults
 */
export function readFileItems(bytes: Uint8Array, file: string): Items {
  if (bytes.length === 0) return err(fault('file/empty', { file }));
  if (bytes.length > fileLimit) return err(fault('file/too-large', { file, bytes: bytes.length, limit: fileLimit }));
  const text = decodeText(bytes) ?? pemText(bytes);
  if (text?.includes('-----BEGIN ')) return fromPem(text, file);
  if (text?.trimStart().startsWith('{') === true) return fromJson(text, file);
  // Text may begin with "0", which is also the first byte of DER. Printable text is never taken for DER.
  const der = text !== undefined && printable.test(text) ? derOfText(text) : bytes;
  if (der?.[0] === derTags.sequence) return itemsOfDer(der, file);
  if (text?.trim() === '') return err(fault('file/empty', { file }));
  const other = otherFormatOf(bytes, text);
  if (other !== undefined) return err(fault('key/other-format', { file, ...other }));
  return err(fault('key/not-a-key', { file, found: text === undefined ? 'binary data of another kind' : 'text without a PEM block' }));
}

/** Whether a file takes long to open: it has a container, or an encrypted key and a password is given. */
export function holdsLocked(bytes: Uint8Array, file: string, withPassword: boolean): boolean {
  const items = readFileItems(bytes, file);
  return items.ok && items.value.some(({ kind }) => kind === 'pkcs12' || (withPassword && (kind === 'encrypted-pkcs8' || kind === 'old-encrypted')));
}
