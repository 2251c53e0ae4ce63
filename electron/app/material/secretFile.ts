import { Secret } from '../../../core/bytes/secret.ts';
import { findKey } from '../../../core/content/keyText.ts';
import { bytesOfText } from '../../../core/content/textBytes.ts';
import { decodeText } from '../../../core/keys/fileItems.ts';
import { fault } from '../../../core/result/fault.ts';
import { err, ok, type Result } from '../../../core/result/result.ts';
import { secretLimits } from '../../../core/update/confidentiality.ts';
import { sayBytes } from '../../../core/result/format.ts';

/**
 * Reads a secret of 16 to 64 bytes from a text: hexadecimal digits, a C array, a hex dump or base64. Refuses binary files and key
 * files.
 */
export function parseSecret(bytes: Uint8Array, file: string): Result<Secret> {
  const kind = findKey(bytes);
  if (kind !== undefined) return err(fault('key/not-a-secret', { file, kind }));
  const text = decodeText(bytes);
  if (text === undefined) return err(fault('file/unknown-content', { file, taken: 'a secret as hexadecimal text' }));
  const read = bytesOfText(text, file);
  if (!read.ok) return read;
  const secret = read.value.bytes;
  if (secret.length >= secretLimits.least && secret.length <= secretLimits.most) return ok(new Secret(secret));
  const why = `It has ${sayBytes(secret.length)}.`;
  secret.fill(0);
  return err(fault('update/bad-option', { option: 'secret', why, todo: `Use ${secretLimits.least} to ${sayBytes(secretLimits.most)}, as hexadecimal text.` }));
}
