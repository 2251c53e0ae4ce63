import { sha256 } from '@noble/hashes/sha2.js';
import { calcSign } from '../../apdu/commands/calcSign.ts';
import { parseCertificate } from '../../certificates/certificate.ts';
import { curves } from '../../keys/curves.ts';
import { decodeSignatureIntegers } from '../../keys/der.ts';
import { ecdsaVerify } from '../../keys/ecdsa.ts';
import { rsaVerify } from '../../keys/rsa.ts';
import { describePublicKey, type PublicKey } from '../../keys/publicKey.ts';
import { formatOid } from '../../objects/oid.ts';
import { fault } from '../../result/fault.ts';
import { err, ok, type Result } from '../../result/result.ts';
import type { ProveKey } from '../step.ts';
import type { Bench, Proof, StepKind } from '../stepKind.ts';

const challengeLength = 32;

function holds(key: PublicKey, digest: Uint8Array, answer: Uint8Array): boolean {
  if (key.kind === 'rsa') return rsaVerify(key, 'sha256', digest, answer);
  const signature = decodeSignatureIntegers(answer, curves[key.curve].bytes);
  return signature.ok && ecdsaVerify(key.curve, key.point, digest, signature.value);
}

/** The chip signs a fresh random digest; the certificate's public key must verify it. */
async function prove(step: ProveKey, { chip, random }: Bench): Promise<Result<Proof>> {
  const certificate = parseCertificate(step.certificate);
  if (!certificate.ok) return certificate;
  const { publicKey } = certificate.value;
  const digest = sha256(random(challengeLength));
  const signed = await chip.run(calcSign(publicKey.kind === 'rsa' ? 'rsaSha256' : 'ecdsa', digest, step.key));
  if (!signed.ok) return signed;
  if (holds(publicKey, digest, signed.value)) {
    const what = `the chip signed a fresh random digest with ${formatOid(step.key)}`;
    return ok({ proved: true, says: `${what}; the certificate's public key (${describePublicKey(publicKey)}) verifies it` });
  }
  const because = 'The chip signed a fresh digest, and the certificate\'s public key does not verify it: another key is in this object.';
  return err(fault('plan/proof-failed', { object: formatOid(step.key), because }));
}

export const proveKey: StepKind<ProveKey> = {
  title: (step) => `Prove that the key in ${formatOid(step.key)} belongs to the certificate`,
  objects: (step) => [step.key],
  verifiedBy: () => 'a fresh signature by the chip, verified with the certificate\'s public key',
  cycles: () => 0,
  // A proof is never taken from an earlier run.
  check: async () => ok({ state: 'needed' }),
  apply: async () => ok(true),
  verify: prove,
};
