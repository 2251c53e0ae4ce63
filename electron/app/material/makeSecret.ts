import type { Randomness } from '../../../core/bridge/bytePort.ts';
import { utf8 } from '../../../core/bytes/bytes.ts';
import { toHex } from '../../../core/bytes/hex.ts';
import { Secret } from '../../../core/bytes/secret.ts';
import { ok, type Result } from '../../../core/result/result.ts';
import { secretLimits } from '../../../core/update/confidentiality.ts';
import type { SaveFile } from '../../ports.ts';
import type { GivenSecret } from '../../../core/plan/wizard/material.ts';

/** Makes a random protected update secret and saves it for the user as hexadecimal text. Later encrypted updates need it again. */
export async function makeSecret({ random, saveFile }: { readonly random: Randomness; readonly saveFile: SaveFile }): Promise<Result<GivenSecret>> {
  const secret = new Secret(random(secretLimits.most));
  const text = utf8(`${secret.open(toHex)}\n`);
  const saved = await saveFile('update-secret.txt', text, { secret: true });
  text.fill(0);
  if (!saved.ok) return (secret.wipe(), saved);
  return ok({ secret, file: saved.value.name });
}
