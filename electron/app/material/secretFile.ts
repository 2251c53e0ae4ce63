import { fromHex } from '../../../core/bytes/hex.ts';
import { Secret } from '../../../core/bytes/secret.ts';
import { fault } from '../../../core/result/fault.ts';
import { err, ok, type Result } from '../../../core/result/result.ts';
import { secretLimits } from '../../../core/update/confidentiality.ts';

/** A secret from a hex text file: 16…64 bytes. */
export function parseSecret(bytes: Uint8Array, file: string): Result<Secret> {
  let text: string;
  try {
    text = new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return err(fault('file/unknown-content', { file, taken: 'a secret as hexadecimal text' }));
  }
  const read = fromHex(text, `The secret in ${file}`);
  if (!read.ok) return read;
  if (read.value.length >= secretLimits.least && read.value.length <= secretLimits.most) return ok(new Secret(read.value));
  read.value.fill(0);
  const why = `It has ${read.value.length} bytes.`;
  return err(fault('update/bad-option', { option: 'secret', why, todo: `Use ${secretLimits.least} to ${secretLimits.most} bytes, as hexadecimal text.` }));
}
