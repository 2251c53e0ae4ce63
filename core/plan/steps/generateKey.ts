import { genKeyPair } from '../../apdu/commands/genKeyPair.ts';
import { genSymKey } from '../../apdu/commands/genSymKey.ts';
import { sayField } from '../../access/sayMetadata.ts';
import { readUint } from '../../bytes/bytes.ts';
import { signsFresh } from '../../chip/exchange/chipSigner.ts';
import { readMetadata } from '../../chip/read.ts';
import { encodeSpki, parseChipPublicKey, parseSpki } from '../../keys/publicKey.ts';
import { algorithmCodes, algorithmWords, hasPublicKey, maySign } from '../../objects/codes.ts';
import { fieldNumber, holdsKey, metadataTags } from '../../objects/metadata.ts';
import { formatOid, type Oid } from '../../objects/oid.ts';
import { fault } from '../../result/fault.ts';
import { err, ok, type Result } from '../../result/result.ts';
import type { GenerateKey } from '../step.ts';
import type { StepTools, Check, Proof, StepKind } from '../stepKind.ts';

export const losesKey = (object: Oid): string => `The key that is in ${formatOid(object)} now is lost permanently.`;

/**
 * Whether the step was begun before and its answer was lost. The object's key may be from that step, but its public part is then
 * unknown.
 */
const begun = (step: GenerateKey, { outputs }: StepTools): boolean => outputs?.has(step.id) === true;

async function check(step: GenerateKey, tools: StepTools): Promise<Result<Check>> {
  const present = await readMetadata(tools.chip, step.key);
  if (!present.ok) return present;
  if (step.overwrite || begun(step, tools) || !holdsKey(present.value)) return ok({ state: 'needed' });
  const algorithm = sayField(metadataTags.algorithm, Uint8Array.of(fieldNumber(present.value, 'algorithm') ?? 0));
  return err(fault('exchange/key-there', { object: formatOid(step.key), algorithm }));
}

/** Parses the public key in GenKeyPair's answer, after `02 LLLL`. */
function publicPart(answer: Uint8Array): Uint8Array {
  const headLength = 3;
  const tagged = answer[0] === 0x02 && readUint(answer.subarray(1, headLength)) === answer.length - headLength;
  return tagged ? answer.subarray(headLength) : answer;
}

async function apply(step: GenerateKey, { chip, outputs }: StepTools): Promise<Result<true>> {
  const { algorithm, key, usage } = step;
  outputs?.set(step.id, {});
  if (algorithm === 'aes128' || algorithm === 'aes192' || algorithm === 'aes256') return chip.run(genSymKey(algorithm, key, usage));
  const answer = await chip.run(genKeyPair(algorithm, key, usage));
  if (!answer.ok) return answer;
  const publicKey = parseChipPublicKey(algorithm, publicPart(answer.value));
  if (!publicKey.ok) return publicKey;
  outputs?.set(step.id, { publicKey: encodeSpki(publicKey.value) });
  return ok(true);
}

async function verify(step: GenerateKey, tools: StepTools): Promise<Result<Proof>> {
  const object = formatOid(step.key);
  const present = await readMetadata(tools.chip, step.key);
  if (!present.ok) return present;
  const [algorithm, usage] = [fieldNumber(present.value, 'algorithm'), fieldNumber(present.value, 'key_usage')];
  if (algorithm !== algorithmCodes[step.algorithm]) return err(fault('chip/read-back-differs', { object, at: metadataTags.algorithm }));
  if (usage !== step.usage) return err(fault('chip/read-back-differs', { object, at: metadataTags.key_usage }));
  const made = `${algorithmWords[step.algorithm]}, usage ${sayField(metadataTags.key_usage, Uint8Array.of(usage))}`;
  if (!hasPublicKey(step.algorithm)) return ok({ proved: false, says: `made: ${made}; a secret key cannot be proved` });
  const spki = tools.outputs?.get(step.id)?.publicKey;
  if (spki === undefined) return ok({ proved: false, says: `made: ${made}; not proved, its public key is not known` });
  if (!maySign(step.usage)) return ok({ proved: false, says: `made: ${made}; not proved, its usage does not allow signing` });
  const proved = await signs(step, tools, spki);
  if (!proved.ok) return proved;
  if (proved.value === 'right') return ok({ proved: true, says: `made: ${made}; its public key verifies a fresh signature` });
  if (proved.value === 'closed') return ok({ proved: false, says: `made: ${made}; not proved, its execute condition is not met now` });
  if (typeof proved.value === 'object') return ok({ proved: false, says: `made: ${made}; not proved: the chip's answer is not a signature. ${proved.value.why}` });
  return err(fault('plan/proof-failed', { object, because: 'The new key signed a fresh digest, but the public key from the chip does not verify the signature.' }));
}

/**
 * Whether the new key works: it signs a fresh random digest, and the public key from the answer must verify the
 * signature. The key is in the object already, so a signature that cannot be read is no reason to discard the public
 * key.
 */
async function signs(step: GenerateKey, { chip, random, check }: StepTools, spki: Uint8Array): Promise<Result<'right' | 'wrong' | 'closed' | { readonly why: string }>> {
  const publicKey = parseSpki(spki);
  if (!publicKey.ok) return publicKey;
  const signature = await signsFresh(chip, step.key, publicKey.value, random, check);
  if (!signature.ok && signature.fault.code === 'chip/no-signature') return ok({ why: signature.fault.data.why });
  if (!signature.ok) return signature.fault.code === 'chip/refused' && signature.fault.data.status === 0x07 ? ok('closed') : signature;
  return ok(signature.value ? 'right' : 'wrong');
}

export const generateKey: StepKind<GenerateKey> = {
  title: (step) => `Make a new ${algorithmWords[step.algorithm]} key in ${formatOid(step.key)}`,
  objects: (step) => [step.key],
  loses: (step, before) => (step.overwrite && (before === undefined || holdsKey(before.metadata)) ? losesKey(step.key) : undefined),
  verifiedBy: () => 'algorithm and usage read back; a fresh signature, verified with the new public key',
  cycles: (step) => (step.algorithm.startsWith('rsa') ? 6 : 4),
  check,
  apply,
  verify,
};
