import { sha256 } from '@noble/hashes/sha2.js';
import { plainAccess } from '../access/accessContext.ts';
import type { Condition } from '../access/condition.ts';
import { conditionOf } from '../access/conditionOf.ts';
import { explain, type Explanation } from '../access/explain.ts';
import { verifySign } from '../apdu/commands/verifySign.ts';
import type { Randomness } from '../bridge/bytePort.ts';
import { concat } from '../bytes/bytes.ts';
import { readAsChip, type AnchorBreach } from '../certificates/anchorRules.ts';
import { readMetadata } from '../chip/read.ts';
import { ecdsaSign, ecGenerate } from '../keys/ecdsa.ts';
import { encodeSignatureIntegers } from '../keys/der.ts';
import type { PublicKey } from '../keys/publicKey.ts';
import { objectTypeCodes } from '../objects/codes.ts';
import { fieldNumber, type Metadata } from '../objects/metadata.ts';
import { formatOid, type Oid } from '../objects/oid.ts';
import { fault, type Fault } from '../result/fault.ts';
import { err, ok, type Result } from '../result/result.ts';
import type { Step } from './step.ts';
import type { StepTools } from './stepKind.ts';
import { present } from './steps/readBack.ts';

/** The chip's answer about a trust anchor that a step is about to close. */
export interface AnchorAnswer {
  /** Whether the chip proved that it can read the certificate. */
  readonly shown: boolean;
  readonly says: string;
}

const digestLength = 32;

const withoutTricks = (half: Uint8Array): boolean => (half[0] as number) >= 0x01 && (half[0] as number) < 0x80;

/**
 * A signature that is well formed for this key but was made by another key. ECC: two INTEGERs of exactly the curve's
 * size, without a leading zero. RSA: as many bytes as the modulus has, and a smaller value (any such number is some
 * key's signature; making an RSA key would take seconds).
 */
function strangersSignature(key: PublicKey, digest: Uint8Array, random: Randomness): Uint8Array {
  if (key.kind === 'rsa') {
    const number = random(key.modulus.length);
    number[0] = ((number[0] as number) & 0x3f) | 0x40;
    return number;
  }
  const thrownAway = ecGenerate(key.curve, random);
  // One of four tries fits on average.
  for (let i = 0; ; i++) {
    const rs = ecdsaSign(key.curve, thrownAway, i === 0 ? digest : sha256(concat(digest, Uint8Array.of(i >> 8, i & 0xff))));
    const half = rs.length / 2;
    if (!withoutTricks(rs.subarray(0, half)) || !withoutTricks(rs.subarray(half))) continue;
    thrownAway.fill(0);
    return encodeSignatureIntegers(rs);
  }
}

const read = 'the chip can use the certificate: with it, the chip refused a wrong signature (answer 0x2C, as we understand the manual)';
const notMet = 0x07;
const wrongSignature = 0x2c;
const certificateRefused: readonly number[] = [0x29, 0x2a, 0x24];

const notShown = (object: Oid, because: string, todo: string, status?: number): Fault<'anchor/not-shown'> =>
  fault('anchor/not-shown', { object: formatOid(object), because, todo, ...(status === undefined ? {} : { status }) });

export const isTrustAnchor = (metadata: Metadata): boolean => fieldNumber(metadata, 'type') === objectTypeCodes.trust_anchor;

/** Whether a step gives its object the type trust anchor. */
export const makesAnchor = (step: Step): boolean => step.kind === 'write-metadata' && isTrustAnchor(step.changes);

/** Why the chip cannot be asked about the anchor; undefined when it can. */
function cannotAsk(object: Oid, condition: Condition): Fault<'anchor/not-shown'> | undefined {
  const name = formatOid(object);
  if (condition.kind === 'never') {
    const because = `The execute condition of ${name} is "never": the chip cannot verify with it, and after the lock this cannot change.`;
    return notShown(object, because, `Set the execute condition of ${name} first (usually to always), in a separate step. Then lock it.`);
  }
  if (condition.kind === 'always' || !condition.groups.flat().some(({ kind }) => kind === 'luc')) return undefined;
  const because = `The execute condition of ${name} counts its uses. The test whether the chip can use the certificate would cost one use.`;
  return notShown(object, because, `Set its execute condition together with the lifecycle state, in one change of its metadata. The test then runs before the change.`);
}

function unmetTerms({ sentence, terms }: Explanation): string {
  const failed = terms.filter(({ truth }) => truth !== true).map((term) => term.sentence);
  return `its execute condition is: ${sentence}${failed.length === 0 ? '' : `; not met now: ${failed.join('; ')}`}`;
}

interface Question {
  readonly object: Oid;
  /** Whether the object is a trust anchor already. If not, a chip may refuse the command only because of the object's type. */
  readonly already: boolean;
  readonly publicKey: PublicKey;
  readonly breaches: readonly AnchorBreach[];
  readonly execute: Explanation;
}

const unasked = ({ execute }: Question): AnchorAnswer => ({ shown: false, says: `not proved that the chip can use the certificate: ${unmetTerms(execute)}` });

async function ask(question: Question, { chip, random }: StepTools): Promise<Result<AnchorAnswer>> {
  const { object, already, publicKey, breaches, execute } = question;
  // A command that needs the shielded connection is never sent without that connection.
  if (execute.missing === 'shielded') return ok(unasked(question));
  const digest = random(digestLength);
  const scheme = publicKey.kind === 'rsa' ? 'rsaSha256' : 'ecdsa';
  const answer = await chip.run(verifySign(scheme, digest, strangersSignature(publicKey, digest, random), { certificate: object }));
  if (answer.ok) {
    const because = 'The chip accepted a wrong signature as right.';
    return err(notShown(object, because, 'Do not use this chip. Write the certificate again. If the result is the same, tell the vendor.'));
  }
  const { fault: no } = answer;
  if (no.code !== 'chip/refused') return answer;
  const { status } = no.data;
  if (status === wrongSignature) return ok({ shown: true, says: read });
  if (!already && !certificateRefused.includes(status)) {
    const because = `${formatOid(object)} becomes a trust anchor and is locked in one step. Before that, the chip does not verify with it: it answered "${no.data.meaning}".`;
    return err(notShown(object, because, `Set the type of ${formatOid(object)} to trust anchor in a separate step first. Then lock it.`, status));
  }
  if (status === notMet) return ok(unasked(question));
  if (certificateRefused.includes(status)) return err(fault('anchor/refused', { object: formatOid(object), status, breaches }));
  const because = `When it had to verify a signature with it, the chip answered "${no.data.meaning}", which does not show whether the certificate is usable.`;
  return err(notShown(object, because, 'Try again. If the result is the same, use another certificate.', status));
}

/**
 * Asks the chip whether it can use a certificate, before the trust anchor is closed permanently. The chip verifies a
 * well-formed signature of a throw-away key. If the chip refuses the anchor, or cannot be asked, the anchor is not
 * closed. An anchor whose execute condition is not met now may be closed, as "not shown". Takes about 85 ms; is not a
 * security event.
 * @param object the object of the step that is about to run and cannot be undone
 * @param becomes whether that step makes the object a trust anchor. Unknown for an encrypted data set that could not
 *   be tried.
 * @returns undefined when the object is not a trust anchor
 */
export async function askAnchor(object: Oid, becomes: boolean, tools: StepTools): Promise<Result<AnchorAnswer | undefined>> {
  const metadata = await readMetadata(tools.chip, object);
  if (!metadata.ok) return metadata;
  const already = isTrustAnchor(metadata.value);
  if (!already && !becomes) return ok(undefined);
  const content = await present(object, tools);
  if (!content.ok) return content;
  if (content.value === undefined) {
    return err(notShown(object, 'Its certificate cannot be read back, so it cannot be tested.', 'Set a read condition that is met, then lock it.'));
  }
  const { publicKey, breaches } = readAsChip(content.value, tools.identity.uid.family);
  if (publicKey === undefined) return err(fault('anchor/refused', { object: formatOid(object), breaches }));
  const condition = conditionOf(metadata.value, 'execute');
  const execute = explain(condition, plainAccess(metadata.value, tools.identity));
  const impossible = cannotAsk(object, condition);
  return impossible === undefined ? ask({ object, already, publicKey, breaches, execute }, tools) : err(impossible);
}
