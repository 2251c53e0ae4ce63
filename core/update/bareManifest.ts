import { fromHex, toHex } from '../bytes/hex.ts';
import { decodeText } from '../keys/fileItems.ts';
import { fault } from '../result/fault.ts';
import { err, ok, type Result } from '../result/result.ts';
import { parseManifest, type Manifest } from './manifest.ts';

/** A file's bytes: binary data unchanged, or the bytes of its hexadecimal text. */
export function binaryOf(bytes: Uint8Array): Uint8Array {
  const text = decodeText(bytes);
  const read = text === undefined ? undefined : fromHex(text);
  return read?.ok === true && read.value.length > 0 ? read.value : bytes.slice();
}

/** How a manifest begins, in hexadecimal: an array of four, the protected header, the unprotected header, the signed part. */
const marks = [/^84[45]/, /^(?:..){1,6}4[37]a101/, /^(?:..){3,16}a10442/, /^(?:..){8,28}8601f6f6/];

/**
 * Whether bytes begin like a manifest, which may be damaged: one of the marks may be missing. Two marks are not enough:
 * other messages in COSE have them too.
 */
export function beginsLikeManifest(bytes: Uint8Array): boolean {
  const beginning = toHex(bytes.subarray(0, 32));
  return marks.filter((mark) => mark.test(beginning)).length >= marks.length - 1;
}

type Bare = Result<{ readonly bytes: Uint8Array; readonly manifest: Manifest }, 'update/malformed-manifest'>;

/**
 * The manifest in a file that contains nothing else, binary or as hexadecimal text. Undefined when the file does not begin
 * like one.
 */
export function bareManifest(file: { readonly name: string; readonly bytes: Uint8Array }): Bare | undefined {
  const bytes = binaryOf(file.bytes);
  if (!beginsLikeManifest(bytes)) return undefined;
  const manifest = parseManifest(bytes);
  return manifest.ok ? ok({ bytes, manifest: manifest.value }) : err(fault('update/malformed-manifest', { ...manifest.fault.data, file: file.name }));
}
