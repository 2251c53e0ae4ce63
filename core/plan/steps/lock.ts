import { parseCondition, encodeCondition } from '../../access/bytes.ts';
import { untilOperational } from '../../access/condition.ts';
import { sayCondition } from '../../access/words.ts';
import { readMetadata } from '../../chip/read.ts';
import { allowedNow } from '../../chip/snapshot.ts';
import { changeMetadata } from '../../chip/write.ts';
import { lifecycleCodes } from '../../objects/codes.ts';
import { entry, field, fieldNumber, metadataTags, type Metadata } from '../../objects/metadata.ts';
import { formatOid } from '../../objects/oid.ts';
import { fault } from '../../result/fault.ts';
import { err, ok, type Result } from '../../result/result.ts';
import type { Lock } from '../step.ts';
import type { Bench, Check, Proof, StepKind } from '../stepKind.ts';

const never = 0xff;

/** `always` becomes "until operational"; every other condition stays as it is. */
function changeEntries(present: Metadata): Metadata {
  const bytes = field(present, 'change');
  if (bytes === undefined || bytes.length !== 1 || bytes[0] !== 0x00) return [];
  return [{ tag: metadataTags.change, value: encodeCondition(untilOperational) }];
}

const isOperational = (metadata: Metadata): boolean =>
  (fieldNumber(metadata, 'lcso') ?? lifecycleCodes.operational) >= lifecycleCodes.operational;

async function check(step: Lock, { chip }: Bench): Promise<Result<Check>> {
  const present = await readMetadata(chip, step.object);
  if (!present.ok) return present;
  return isOperational(present.value)
    ? ok({ state: 'done', proved: true, says: `${formatOid(step.object)} is operational already` })
    : ok({ state: 'needed' });
}

/** The condition first, proved by read-back, then lifecycle (and read = never) in one command: no state in between. */
async function apply(step: Lock, { chip }: Bench): Promise<Result<true>> {
  const present = await readMetadata(chip, step.object);
  if (!present.ok) return present;
  const condition = changeEntries(present.value);
  if (condition.length > 0) {
    const closed = await changeMetadata(chip, step.object, condition);
    if (!closed.ok) return closed;
  }
  const last = [...(step.unreadable ? [entry('read', never)] : []), entry('lcso', lifecycleCodes.operational)];
  return changeMetadata(chip, step.object, last);
}

async function verify(step: Lock, { chip, identity }: Bench): Promise<Result<Proof>> {
  const metadata = await readMetadata(chip, step.object);
  if (!metadata.ok) return metadata;
  const object = formatOid(step.object);
  if (!isOperational(metadata.value)) return err(fault('chip/read-back-differs', { object, at: metadataTags.lcso }));
  const open = allowedNow(metadata.value, 'change', identity);
  const condition = parseCondition(field(metadata.value, 'change') ?? Uint8Array.of(never));
  const says = condition.ok ? sayCondition(condition.value) : 'never';
  return ok({
    proved: open !== true,
    says: open === true ? `operational, but its change condition "${says}" still lets everyone write` : `operational; change: ${says}`,
  });
}

export const lock: StepKind<Lock> = {
  title: (step) => `Lock ${formatOid(step.object)}${step.unreadable ? ' and make it unreadable' : ''}`,
  objects: (step) => [step.object],
  irreversible: (step) => `The lifecycle of ${formatOid(step.object)} goes to operational, and never back.`,
  verifiedBy: () => 'metadata read back; change is refused from now on',
  cycles: () => 2,
  check,
  apply,
  verify,
};
