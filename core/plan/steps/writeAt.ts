import { equal, firstDifference } from '../../bytes/bytes.ts';
import { readMetadata, readObject } from '../../chip/read.ts';
import { readableNow } from '../../chip/snapshot.ts';
import { writeAt as write } from '../../chip/write.ts';
import { fieldNumber } from '../../objects/metadata.ts';
import { formatOid } from '../../objects/oid.ts';
import { fault } from '../../result/fault.ts';
import { err, ok, type Result } from '../../result/result.ts';
import { inputLength, withInput } from '../input.ts';
import type { WriteAt } from '../step.ts';
import type { Bench, Check, Proof, StepKind } from '../stepKind.ts';

/** The bytes that stand where the step writes; undefined when the chip does not give them out. */
async function present(step: WriteAt, { chip, identity }: Bench): Promise<Result<Uint8Array | undefined>> {
  const metadata = await readMetadata(chip, step.object);
  if (!metadata.ok) return metadata;
  if (!readableNow(step.object, metadata.value, identity)) return ok(undefined);
  const data = await readObject(chip, step.object, fieldNumber(metadata.value, 'max_size'));
  return data.ok ? ok(data.value.subarray(step.offset, step.offset + inputLength(step.content))) : data;
}

const place = (step: WriteAt): string => `${inputLength(step.content)} bytes at offset ${step.offset}`;

async function check(step: WriteAt, bench: Bench): Promise<Result<Check>> {
  const now = await present(step, bench);
  if (!now.ok) return now;
  const data = now.value;
  if (data === undefined) return ok({ state: 'needed' });
  return withInput<Check>(step.content, bench.materials, async (wanted) =>
    equal(data, wanted)
      ? ok({ state: 'done', proved: true, says: `${formatOid(step.object)} holds these ${place(step)} already` })
      : ok({ state: 'needed' }),
  );
}

async function verify(step: WriteAt, bench: Bench): Promise<Result<Proof>> {
  const now = await present(step, bench);
  if (!now.ok) return now;
  const data = now.value;
  if (data === undefined) return ok({ proved: false, says: 'written, not proved: the object can\'t be read back' });
  return withInput<Proof>(step.content, bench.materials, async (wanted) =>
    equal(data, wanted)
      ? ok({ proved: true, says: `read back: ${place(step)}, equal` })
      : err(fault('chip/read-back-differs', { object: formatOid(step.object), at: step.offset + firstDifference(data, wanted) })),
  );
}

export const writeAt: StepKind<WriteAt> = {
  title: (step) => `Write ${place(step)} into ${formatOid(step.object)}`,
  objects: (step) => [step.object],
  irreversible: () => undefined,
  verifiedBy: () => 'read back and compared',
  cycles: () => 1,
  check,
  apply: (step, { chip, materials }) => withInput(step.content, materials, (bytes) => write(chip, step.object, step.offset, bytes)),
  verify,
};
