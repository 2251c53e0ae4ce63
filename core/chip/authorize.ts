import { hmac } from '@noble/hashes/hmac.js';
import { sha256 } from '@noble/hashes/sha2.js';
import { verifyAuthorization } from '../apdu/commands/decryptSym.ts';
import { getRandomInto } from '../apdu/commands/getRandom.ts';
import type { Randomness } from '../bridge/bytePort.ts';
import { concat } from '../bytes/bytes.ts';
import type { Secret } from '../bytes/secret.ts';
import { formatOid, oid, type Oid } from '../objects/oid.ts';
import { fault } from '../result/fault.ts';
import { err, type Result } from '../result/result.ts';
import type { Chip, ChipFaultCode } from './chip.ts';

const session = oid(0xe100);
/** Sizes of our part and the chip's part of the challenge, in bytes. A session context holds 66. */
const [ours, theirs] = [16, 32] as const;
const authorizationFailed = 0x2f;

/**
 * Sets the Auto state of an authorization reference: the chip sends random bytes, and the host answers with an HMAC
 * over them. The secret itself is never sent.
 * @param secret the reference's content
 * @param onSent called when the answer is sent. From then on, an earlier Auto state may be cleared
 */
export async function authorize(chip: Chip, reference: Oid, secret: Secret, random: Randomness, onSent: () => void = () => undefined): Promise<Result<true, ChipFaultCode | 'chip/other-reference'>> {
  const optional = random(ours);
  const challenge = await chip.run(getRandomInto(session, optional, theirs));
  if (!challenge.ok) return challenge;
  const message = concat(optional, challenge.value);
  const mac = secret.open((key) => hmac(sha256, key, message));
  onSent();
  const answer = await chip.run(verifyAuthorization(reference, session, message, mac));
  const differs = !answer.ok && answer.fault.code === 'chip/refused' && answer.fault.data.status === authorizationFailed;
  return differs ? err(fault('chip/other-reference', { object: formatOid(reference) }, answer.fault)) : answer;
}
