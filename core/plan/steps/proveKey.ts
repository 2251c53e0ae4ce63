import { parseCertificate } from '../../certificates/certificate.ts';
import { signsFresh } from '../../chip/exchange/chipSigner.ts';
import { readMetadata } from '../../chip/read.ts';
import { algorithmOf, describePublicKey, type PublicKey } from '../../keys/publicKey.ts';
import { algorithmNames, algorithmWords } from '../../objects/codes.ts';
import { fieldNumber, type Metadata } from '../../objects/metadata.ts';
import { formatOid, type Oid } from '../../objects/oid.ts';
import { fault, type Fault } from '../../result/fault.ts';
import { err, ok, type Result } from '../../result/result.ts';
import type { ProveKey } from '../step.ts';
import type { StepTools, Proof, StepKind } from '../stepKind.ts';

/** The fault when the metadata names another algorithm for the key than the certificate's. */
export function otherAlgorithm(key: Oid, metadata: Metadata, certified: PublicKey): Fault<'plan/proof-failed'> | undefined {
  const [there, wanted] = [algorithmNames.get(fieldNumber(metadata, 'algorithm') ?? -1), algorithmOf(certified)];
  if (there === undefined || there === wanted) return undefined;
  const because = `The key in ${formatOid(key)} is for ${algorithmWords[there]}, that of the certificate is another kind of key.`;
  return fault('plan/proof-failed', { object: formatOid(key), because });
}

/** The fault of a signature that does not have the form of the certificate's algorithm: another algorithm may have made it. */
async function notRead(step: ProveKey, key: PublicKey, { chip }: StepTools, why: Fault): Promise<Result<never>> {
  const metadata = await readMetadata(chip, step.key);
  return metadata.ok ? err(otherAlgorithm(step.key, metadata.value, key) ?? why) : metadata;
}

/** The chip signs a fresh random digest; the certificate's public key must verify it. */
async function prove(step: ProveKey, tools: StepTools): Promise<Result<Proof>> {
  const certificate = parseCertificate(step.certificate);
  if (!certificate.ok) return certificate;
  const { publicKey } = certificate.value;
  const signed = await signsFresh(tools.chip, step.key, publicKey, tools.random, tools.check);
  if (!signed.ok) return signed.fault.code === 'chip/no-signature' ? notRead(step, publicKey, tools, signed.fault) : signed;
  if (signed.value) {
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
  // A proof from an earlier run is never accepted.
  check: async () => ok({ state: 'needed' }),
  apply: async () => ok(true),
  verify: prove,
};
