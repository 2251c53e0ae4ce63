import { ecb } from '@noble/ciphers/aes.js';
import { equal } from '../../bytes/bytes.ts';
import { encryptAesBlock } from '../../apdu/commands/encryptSym.ts';
import { formatOid } from '../../objects/oid.ts';
import { fault } from '../../result/fault.ts';
import { err, ok, type Result } from '../../result/result.ts';
import { withInput } from '../input.ts';
import type { ProveAes } from '../step.ts';
import type { StepTools, Proof, StepKind } from '../stepKind.ts';

const blockBytes = 16;

/** The chip encrypts a fresh random block, and the given key must give the same result. */
async function prove(step: ProveAes, { chip, random, materials }: StepTools): Promise<Result<Proof>> {
  const block = random(blockBytes);
  const answer = await chip.run(encryptAesBlock(step.key, block));
  if (!answer.ok) return answer;
  const object = formatOid(step.key);
  return withInput<Proof>(step.known, materials, async (key) => {
    const expected = ecb(key, { disablePadding: true }).encrypt(block);
    if (!equal(expected, answer.value)) {
      const because = 'The chip encrypted a fresh block, and the key at hand gives another answer: another key is in this object.';
      return err(fault('plan/proof-failed', { object, because }));
    }
    return ok({ proved: true, says: `the chip encrypted a fresh random block with ${object}; the given AES-${key.length * 8} key has the same result` });
  });
}

export const proveAes: StepKind<ProveAes> = {
  title: (step) => `Prove that the AES key in ${formatOid(step.key)} is the one at hand`,
  objects: (step) => [step.key],
  verifiedBy: () => 'a fresh block encrypted by the chip, compared with the known answer',
  cycles: () => 0,
  // A proof from an earlier run is never accepted.
  check: async () => ok({ state: 'needed' }),
  apply: async () => ok(true),
  verify: prove,
};
