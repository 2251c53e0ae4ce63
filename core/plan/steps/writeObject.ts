import { holdsExactly, readMetadata } from '../../chip/read.ts';
import { readableNow } from '../../chip/snapshot.ts';
import { replaceObject } from '../../chip/write.ts';
import { formatOid } from '../../objects/oid.ts';
import { ok, type Result } from '../../result/result.ts';
import { inputLength, withInput } from '../input.ts';
import type { WriteObject } from '../step.ts';
import type { StepTools, Check, Proof, StepKind } from '../stepKind.ts';
import { checkUnreadable, present, proveEqual, statusRefusal } from './readBack.ts';
import { sayBytes } from '../../result/format.ts';

async function check(step: WriteObject, tools: StepTools): Promise<Result<Check>> {
  const { chip, identity, materials } = tools;
  const metadata = await readMetadata(chip, step.object);
  if (!metadata.ok) return metadata;
  if (!readableNow(step.object, metadata.value, identity)) return checkUnreadable(step, metadata.value, tools);
  return withInput<Check>(step.content, materials, async (wanted) => {
    const same = await holdsExactly(chip, step.object, metadata.value, wanted);
    if (!same.ok) return same;
    if (same.value) return ok({ state: 'done', proved: true, says: `${formatOid(step.object)} already holds this content, ${sayBytes(wanted.length)}` });
    const refused = await statusRefusal(step, wanted, tools);
    return refused.ok ? ok({ state: 'needed' }) : refused;
  });
}

async function verify(step: WriteObject, tools: StepTools): Promise<Result<Proof>> {
  const now = await present(step.object, tools);
  return now.ok ? proveEqual(step, now.value, tools, 0, sayBytes(inputLength(step.content))) : now;
}

export const writeObject: StepKind<WriteObject> = {
  title: (step) => `Write the ${step.what} into ${formatOid(step.object)}`,
  objects: (step) => [step.object],
  verifiedBy: () => 'read back and compared',
  cycles: (step) => Math.ceil(inputLength(step.content) / 1549),
  check,
  apply: (step, { chip, materials }) =>
    withInput(step.content, materials, (bytes) => replaceObject(chip, step.object, bytes)),
  verify,
};
