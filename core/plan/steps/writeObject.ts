import { equal } from '../../bytes/bytes.ts';
import { replaceObject } from '../../chip/write.ts';
import { formatOid } from '../../objects/oid.ts';
import { ok, type Result } from '../../result/result.ts';
import { inputLength, withInput } from '../input.ts';
import type { WriteObject } from '../step.ts';
import type { StepTools, Check, Proof, StepKind } from '../stepKind.ts';
import { checkUnreadable, present, proveEqual, statusRefusal } from './readBack.ts';
import { sayBytes } from '../../result/format.ts';

async function check(step: WriteObject, tools: StepTools): Promise<Result<Check>> {
  const now = await present(step.object, tools);
  if (!now.ok) return now;
  const data = now.value;
  if (data === undefined) return checkUnreadable(step, tools);
  return withInput<Check>(step.content, tools.materials, async (wanted) => {
    if (equal(data, wanted)) return ok({ state: 'done', proved: true, says: `${formatOid(step.object)} already holds this content, ${sayBytes(wanted.length)}` });
    const refused = statusRefusal(step, data, wanted);
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
