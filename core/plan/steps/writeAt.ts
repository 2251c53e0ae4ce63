import { equal } from '../../bytes/bytes.ts';
import { readAccess, readMetadata, readPart } from '../../chip/read.ts';
import { readableNow } from '../../chip/snapshot.ts';
import { writeAt as write } from '../../chip/write.ts';
import type { Metadata } from '../../objects/metadata.ts';
import { formatOid } from '../../objects/oid.ts';
import { ok, type Result } from '../../result/result.ts';
import { inputLength, withInput } from '../input.ts';
import type { WriteAt } from '../step.ts';
import type { StepTools, Check, Proof, StepKind } from '../stepKind.ts';
import { checkUnreadable, proveEqual, statusRefusal } from './readBack.ts';
import { sayBytes } from '../../result/format.ts';

/** The present bytes at the place where the step writes; undefined when the chip does not allow reading them. */
async function presentAt({ object, offset, content }: WriteAt, metadata: Metadata, { chip, identity }: StepTools): Promise<Result<Uint8Array | undefined>> {
  return readableNow(object, metadata, identity) ? readPart(chip, object, offset, inputLength(content)) : ok(undefined);
}

const place = (step: WriteAt): string => `${sayBytes(inputLength(step.content))} at offset ${step.offset}`;

async function check(step: WriteAt, tools: StepTools): Promise<Result<Check>> {
  const metadata = await readMetadata(tools.chip, step.object);
  if (!metadata.ok) return metadata;
  const now = await presentAt(step, metadata.value, tools);
  if (!now.ok) return now;
  const data = now.value;
  if (data === undefined) return checkUnreadable(step, metadata.value, tools);
  return withInput<Check>(step.content, tools.materials, async (wanted) => {
    if (equal(data, wanted)) return ok({ state: 'done', proved: true, says: `${formatOid(step.object)} already holds these ${place(step)}` });
    const refused = await statusRefusal(step, wanted, tools);
    return refused.ok ? ok({ state: 'needed' }) : refused;
  });
}

async function verify(step: WriteAt, tools: StepTools): Promise<Result<Proof>> {
  const metadata = await readAccess(tools.chip, step.object);
  if (!metadata.ok) return metadata;
  const now = await presentAt(step, metadata.value, tools);
  return now.ok ? proveEqual(step, now.value, tools, step.offset, place(step)) : now;
}

export const writeAt: StepKind<WriteAt> = {
  title: (step) => `Write ${place(step)} into ${formatOid(step.object)}`,
  objects: (step) => [step.object],
  verifiedBy: () => 'read back and compared',
  cycles: () => 1,
  check,
  apply: (step, { chip, materials }) => withInput(step.content, materials, (bytes) => write(chip, step.object, step.offset, bytes)),
  verify,
};
