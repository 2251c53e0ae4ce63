import { equal, firstDifference } from '../../bytes/bytes.ts';
import { readAccess, readObject } from '../../chip/read.ts';
import { findObject } from '../../objects/catalogue.ts';
import { hexNumber } from '../../bytes/hex.ts';
import { allowedNow, readableNow } from '../../chip/snapshot.ts';
import { fieldNumber, type Metadata } from '../../objects/metadata.ts';
import { formatOid, type Oid } from '../../objects/oid.ts';
import { fault } from '../../result/fault.ts';
import { err, ok, type Result } from '../../result/result.ts';
import { withInput } from '../input.ts';
import type { WriteAt, WriteObject } from '../step.ts';
import type { StepTools, Check, Proof } from '../stepKind.ts';
import { sayBytes } from '../../result/format.ts';

/** The object's present bytes; undefined when the chip does not allow reading them. */
export async function present(object: Oid, { chip, identity }: StepTools): Promise<Result<Uint8Array | undefined>> {
  const metadata = await readAccess(chip, object);
  if (!metadata.ok) return metadata;
  if (!readableNow(object, metadata.value, identity)) return ok(undefined);
  return readObject(chip, object, fieldNumber(metadata.value, 'max_size'));
}

/**
 * Whether a write to an unreadable object is still needed. If writing is allowed, it is written again. If the object is
 * closed, it counts as written only when the journal proves this; otherwise the step is sent, and the chip refuses it.
 * @param metadata as it is on the chip now
 */
export async function checkUnreadable(step: WriteObject | WriteAt, metadata: Metadata, { identity, materials, wroteBefore }: StepTools): Promise<Result<Check>> {
  if (wroteBefore === undefined || allowedNow(metadata, 'change', identity) === true) return ok({ state: 'needed' });
  const used = fieldNumber(metadata, 'used_size');
  return withInput<Check>(step.content, materials, async (wanted) =>
    (step.kind === 'write-at' || used === wanted.length) && wroteBefore(step, wanted)
      ? ok({ state: 'done', proved: true, says: `${formatOid(step.object)} is closed and cannot be read; the journal proves that an earlier run wrote this content, ${sayBytes(wanted.length)}` })
      : ok({ state: 'needed' }),
  );
}

/**
 * Refuses a security status that cannot be reached, without sending it. A security status is a set of bits that a host
 * can only clear: Erase & Write clears all of them, Write clears those that are 0 in its data (manual, table 44).
 */
export async function statusRefusal(step: WriteObject | WriteAt, wanted: Uint8Array, { chip }: StepTools): Promise<Result<void>> {
  if (findObject(step.object)?.kind !== 'security-status') return ok(undefined);
  const found = await readObject(chip, step.object, 1);
  if (!found.ok) return found;
  const [now = 0, then = 0] = [found.value[0], wanted[0]];
  const stays = step.kind === 'write-object' ? 0 : now & then;
  if (stays === then) return ok(undefined);
  const does = step.kind === 'write-object' ? 'written as a whole, it becomes 0x00' : `with what it holds now (${hexNumber(now)}) it would become ${hexNumber(stays)}`;
  const why = `It is a security status: a host can only clear its bits, only the chip itself sets them; ${does}, not ${hexNumber(then)}.`;
  return err(fault('object/not-for-this', { object: formatOid(step.object), what: 'Nothing was sent: the chip cannot hold these bytes.', why }));
}

/**
 * Proves a write: compares the bytes that were read back with the step's content.
 * @param offset position of `found` in the object, bytes
 * @param place what was compared, for the text of the proof
 */
export async function proveEqual(
  { object, content }: Pick<WriteObject, 'object' | 'content'>,
  found: Uint8Array | undefined,
  { materials }: StepTools,
  offset: number,
  place: string,
): Promise<Result<Proof>> {
  if (found === undefined) return ok({ proved: false, says: 'written, but not proved: the object cannot be read back' });
  return withInput<Proof>(content, materials, async (wanted) =>
    equal(found, wanted)
      ? ok({ proved: true, says: `read back: ${place}, equal` })
      : err(fault('chip/read-back-differs', { object: formatOid(object), at: offset + firstDifference(found, wanted) })),
  );
}
