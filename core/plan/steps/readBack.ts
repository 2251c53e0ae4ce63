import { equal, firstDifference } from '../../bytes/bytes.ts';
import { readMetadata, readObject } from '../../chip/read.ts';
import { readableNow } from '../../chip/snapshot.ts';
import { fieldNumber } from '../../objects/metadata.ts';
import { formatOid, type Oid } from '../../objects/oid.ts';
import { fault } from '../../result/fault.ts';
import { err, ok, type Result } from '../../result/result.ts';
import { withInput } from '../input.ts';
import type { WriteObject } from '../step.ts';
import type { Bench, Proof } from '../stepKind.ts';

/** The object's bytes as they are now; undefined when the chip does not give them out. */
export async function present(object: Oid, { chip, identity }: Bench): Promise<Result<Uint8Array | undefined>> {
  const metadata = await readMetadata(chip, object);
  if (!metadata.ok) return metadata;
  if (!readableNow(object, metadata.value, identity)) return ok(undefined);
  return readObject(chip, object, fieldNumber(metadata.value, 'max_size'));
}

/**
 * Proves a write: what was found where it was written, against the step's content.
 * @param offset bytes, of `found` in the object
 * @param place what was compared, for the proof's words
 */
export async function proveEqual(
  { object, content }: Pick<WriteObject, 'object' | 'content'>,
  found: Uint8Array | undefined,
  { materials }: Bench,
  offset: number,
  place: string,
): Promise<Result<Proof>> {
  if (found === undefined) return ok({ proved: false, says: 'written, not proved: the object can\'t be read back' });
  return withInput<Proof>(content, materials, async (wanted) =>
    equal(found, wanted)
      ? ok({ proved: true, says: `read back: ${place}, equal` })
      : err(fault('chip/read-back-differs', { object: formatOid(object), at: offset + firstDifference(found, wanted) })),
  );
}
