import { hmac } from '@noble/hashes/hmac.js';
import { sha256 } from '@noble/hashes/sha2.js';
import { hmacSha256 } from '../apdu/commands/encryptSym.ts';
import { equalSecret } from '../bytes/bytes.ts';
import { readMetadata } from '../chip/read.ts';
import { allowedNow } from '../chip/snapshot.ts';
import { objectTypeCodes } from '../objects/codes.ts';
import { fieldNumber } from '../objects/metadata.ts';
import { ok, type Result } from '../result/result.ts';
import { withInput } from './input.ts';
import type { WriteObject } from './step.ts';
import type { StepTools } from './stepKind.ts';

const messageLength = 32;

/**
 * Proves a pre-shared secret that can't be read back: the chip makes an HMAC-SHA256 over a fresh random message, and
 * the given secret must give the same HMAC. About 90 ms; one use of a secret for the security monitor.
 * @returns false when the HMACs differ; undefined when this object can't be used for an HMAC (V1, another type,
 *   execute condition)
 */
export async function proveSecretByUse(step: WriteObject, { chip, identity, materials, random }: StepTools): Promise<Result<boolean | undefined>> {
  const metadata = await readMetadata(chip, step.object);
  if (!metadata.ok) return metadata;
  const usable = fieldNumber(metadata.value, 'type') === objectTypeCodes.pre_sh_secret && allowedNow(metadata.value, 'execute', identity) === true;
  if (!usable || identity.uid.family === 'trust-m-v1') return ok(undefined);
  const message = random(messageLength);
  const answer = await chip.run(hmacSha256(step.object, message));
  if (!answer.ok) return answer.fault.code === 'chip/refused' ? ok(undefined) : answer;
  const mac = answer.value;
  return withInput(step.content, materials, async (secret) => ok(equalSecret(hmac(sha256, secret, message), mac)));
}
