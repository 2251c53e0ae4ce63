import { equal } from '../../bytes/bytes.ts';
import { hexNumber } from '../../bytes/hex.ts';
import { readAccess, readMetadata } from '../../chip/read.ts';
import { changeMetadata } from '../../chip/write.ts';
import { metadataFields, metadataLimit, metadataSize, mergeMetadata, metadataWords, type Metadata } from '../../objects/metadata.ts';
import { formatOid } from '../../objects/oid.ts';
import { fault } from '../../result/fault.ts';
import { err, ok, type Result } from '../../result/result.ts';
import type { WriteMetadata } from '../step.ts';
import type { StepTools, Check, Proof, StepKind } from '../stepKind.ts';

/** The wanted tags that the object does not have yet. */
export const missingFrom = (present: Metadata, wanted: Metadata): Metadata =>
  wanted.filter(({ tag, value }) => !present.some((entry) => entry.tag === tag && equal(entry.value, value)));

export function nameTag(tag: number): string {
  const name = metadataFields.get(tag);
  return name === undefined ? hexNumber(tag) : metadataWords[name];
}

async function check(step: WriteMetadata, { chip }: StepTools): Promise<Result<Check>> {
  const present = await readAccess(chip, step.object);
  if (!present.ok) return present;
  return missingFrom(present.value, step.changes).length === 0
    ? ok({ state: 'done', proved: true, says: `${formatOid(step.object)} is already set` })
    : ok({ state: 'needed' });
}

async function apply(step: WriteMetadata, { chip }: StepTools): Promise<Result<true>> {
  const present = await readAccess(chip, step.object);
  if (!present.ok) return present;
  const bytes = metadataSize(mergeMetadata(present.value, step.changes));
  if (bytes > metadataLimit) {
    return err(fault('metadata/too-long', { object: formatOid(step.object), bytes, limit: metadataLimit }));
  }
  return changeMetadata(chip, step.object, missingFrom(present.value, step.changes));
}

async function verify(step: WriteMetadata, { chip }: StepTools): Promise<Result<Proof>> {
  const present = await readMetadata(chip, step.object);
  if (!present.ok) return present;
  const missing = missingFrom(present.value, step.changes);
  return missing.length === 0
    ? ok({ proved: true, says: `read back: ${step.changes.map(({ tag }) => nameTag(tag)).join(', ')} match` })
    : err(fault('chip/read-back-differs', { object: formatOid(step.object), at: missing[0]?.tag ?? 0 }));
}

export const writeMetadata: StepKind<WriteMetadata> = {
  title: (step) => `${formatOid(step.object)} ${step.purpose}`,
  objects: (step) => [step.object],
  verifiedBy: () => 'metadata read back and compared',
  cycles: () => 1,
  check,
  apply,
  verify,
};
