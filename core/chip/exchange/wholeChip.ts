import { isTerminated } from '../../objects/limits.ts';
import { conditionOf } from '../../access/conditionOf.ts';
import { explain } from '../../access/explain.ts';
import { findObject, isKeyKind, objectsOf, type ObjectEntry } from '../../objects/catalogue.ts';
import type { Oid } from '../../objects/oid.ts';
import { holdsSecret } from '../../objects/secrets.ts';
import { ok, type Result } from '../../result/result.ts';
import type { Chip } from '../chip.ts';
import { plainAccess } from '../../access/accessContext.ts';
import type { ChipFile } from './readChipFile.ts';
import { readObjects, type ChipSnapshot, type ObjectSnapshot, type ReadFaultCode } from '../snapshot.ts';

/** What is missing in an export, and why. */
export interface LeftOut {
  readonly id: Oid;
  readonly name: string;
  /** `object`: the whole object is missing; `content`: only its content is missing. */
  readonly what: 'object' | 'content';
  readonly why: string;
}

export interface WholeChip {
  readonly snapshot: ChipSnapshot;
  readonly leftOut: readonly LeftOut[];
}

/** Why an object's content was not read. */
export function whyUnread(object: ObjectSnapshot, identity: ChipSnapshot): string {
  const kind = findObject(object.id)?.kind;
  if (kind !== undefined && isKeyKind(kind)) return 'A key never leaves the chip.';
  if (isTerminated(object.metadata)) return 'The object is terminated: it can never be read again.';
  const { sentence, truth } = explain(conditionOf(object.metadata, 'read'), plainAccess(object.metadata, identity));
  return truth === true ? 'The chip refused to read it.' : `Its read condition is: ${sentence}; it is not met now, so nothing was sent.`;
}

/** Whether an export contains a secret. The file must then be readable by its owner only. */
export const givesSecret = ({ objects }: ChipSnapshot): boolean => [...objects.values()].some(({ metadata, data }) => data !== undefined && holdsSecret(metadata));

/**
 * Reads every readable object: its metadata, and its content if a plain command meets the read condition. What the chip
 * refuses is left out and listed. A fault of the link ends the reading.
 * @param seen called after each object, for progress
 */
export const readWholeChip = (chip: Chip, identity: ChipSnapshot, seen: (object: ObjectSnapshot) => void = () => undefined): Promise<Result<WholeChip, ReadFaultCode>> =>
  readThese(chip, identity, objectsOf(identity.uid.family), seen);

/** As `readWholeChip`, for the objects of a file: an import compares these. */
export const readObjectsOf = (chip: Chip, identity: ChipSnapshot, { objects }: Pick<ChipFile, 'objects'>): Promise<Result<WholeChip, ReadFaultCode>> => {
  const wanted = new Set(objects.map(({ id }) => id));
  return readThese(chip, identity, objectsOf(identity.uid.family).filter(({ id }) => wanted.has(id)));
};

async function readThese(chip: Chip, identity: ChipSnapshot, entries: readonly ObjectEntry[], seen: (object: ObjectSnapshot) => void = () => undefined): Promise<Result<WholeChip, ReadFaultCode>> {
  let snapshot = identity;
  const leftOut: LeftOut[] = [];
  for (const { id, name } of entries) {
    const read = await readObjects(chip, snapshot, [id]);
    if (!read.ok) {
      if (read.fault.code !== 'chip/refused') return read;
      leftOut.push({ id, name, what: 'object', why: `The chip refused its metadata: ${read.fault.data.meaning}.` });
      continue;
    }
    snapshot = read.value;
    const object = snapshot.objects.get(id) as ObjectSnapshot;
    if (object.data === undefined) leftOut.push({ id, name, what: 'content', why: whyUnread(object, identity) });
    seen(object);
  }
  return ok({ snapshot, leftOut });
}
