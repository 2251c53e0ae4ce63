import { readMetadata, readObject } from '../../chip/read.ts';
import { readableNow } from '../../chip/snapshot.ts';
import { replaceObject } from '../../chip/write.ts';
import { fieldNumber } from '../../objects/metadata.ts';
import { formatOid } from '../../objects/oid.ts';
import { fault } from '../../result/fault.ts';
import { err, ok, type Result } from '../../result/result.ts';
import type { Erase } from '../step.ts';
import type { StepTools, Proof, StepKind } from '../stepKind.ts';

/** The chip accepts no write without bytes. Like the vendor's tool, we leave one zero byte. */
const rest = Uint8Array.of(0x00);

/** Whether the content is erased; undefined when the chip does not allow reading it. */
async function isErased(step: Erase, { chip, identity }: StepTools): Promise<Result<boolean | undefined>> {
  const metadata = await readMetadata(chip, step.object);
  if (!metadata.ok) return metadata;
  if (!readableNow(step.object, metadata.value, identity)) return ok(undefined);
  const used = fieldNumber(metadata.value, 'used_size');
  if (used !== undefined && used > rest.length) return ok(false);
  const data = await readObject(chip, step.object, fieldNumber(metadata.value, 'max_size'));
  return data.ok ? ok(data.value.every((byte) => byte === 0)) : data;
}

async function verify(step: Erase, tools: StepTools): Promise<Result<Proof>> {
  const erased = await isErased(step, tools);
  if (!erased.ok) return erased;
  if (erased.value === undefined) return ok({ proved: false, says: 'erased, but not proved: the object cannot be read back' });
  return erased.value
    ? ok({ proved: true, says: 'read back: one zero byte' })
    : err(fault('chip/read-back-differs', { object: formatOid(step.object), at: 0 }));
}

export const erase: StepKind<Erase> = {
  title: (step) => `Erase ${formatOid(step.object)}`,
  objects: (step) => [step.object],
  verifiedBy: () => 'read back: one zero byte (the chip cannot hold an empty object)',
  cycles: () => 1,
  check: async (step, tools) => {
    const erased = await isErased(step, tools);
    if (!erased.ok) return erased;
    return erased.value === true ? ok({ state: 'done', proved: true, says: `${formatOid(step.object)} is already empty` }) : ok({ state: 'needed' });
  },
  apply: (step, { chip }) => replaceObject(chip, step.object, rest),
  verify,
};
