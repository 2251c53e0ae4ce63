import type { ErrorCode } from '../../apdu/status.ts';
import { readUint, u32 } from '../../bytes/bytes.ts';
import { isKeyKind } from '../../objects/catalogue.ts';
import { fieldNumber } from '../../objects/metadata.ts';
import { objectTypeCodes } from '../../objects/codes.ts';
import { oidAt } from '../../objects/oid.ts';
import { permit } from '../chip/access.ts';
import { objectAt, type Machine } from '../chip/machine.ts';
import { nothing, refused, type Outcome } from '../chip/outcome.ts';
import { checkSpecial, writeSpecial } from '../chip/specialObjects.ts';
import { maxSize, writeBytes, type StoredObject } from '../chip/store.ts';
import { tornWrite } from '../chip/tearing.ts';
import type { Handler } from './handler.ts';
import { writeMetadata } from './writeMetadata.ts';

const params = { write: 0x00, metadata: 0x01, count: 0x02, eraseAndWrite: 0x40 } as const;

/** Largest content. An update secret has at most 64 bytes, even in a larger object (manual, table 45). */
const limit = (object: StoredObject): number =>
  fieldNumber(object.metadata, 'type') === objectTypeCodes.update_secret ? Math.min(64, maxSize(object)) : maxSize(object);

function writeData(
  machine: Machine,
  object: StoredObject,
  offset: number,
  bytes: Uint8Array,
  erase: boolean,
): Outcome<Uint8Array> {
  if (isKeyKind(object.entry.kind)) return 0x07;
  const denied = permit(machine, object, 'change');
  if (denied !== undefined) return denied;
  if (offset + bytes.length > limit(object)) return 0x08;
  const wrong = checkSpecial(object, bytes);
  if (wrong !== undefined) return wrong;
  if (writeSpecial(object, bytes, erase)) return nothing;
  const { tearing } = machine.volatile;
  if (tearing === undefined) writeBytes(object, offset, bytes, erase);
  else tornWrite(object, offset, bytes, erase, tearing);
  return nothing;
}

/**
 * Advances an up-counter if its execute condition is met. At the threshold it stops (manual, notes 12, 13). The offset
 * is ignored (note 11).
 */
function count(machine: Machine, object: StoredObject, bytes: Uint8Array): Outcome<Uint8Array> {
  if (fieldNumber(object.metadata, 'type') !== objectTypeCodes.up_counter || object.data?.length !== 8) return 0x05;
  if (bytes.length !== 1) return 0x04;
  if (bytes[0] === 0) return 0x05;
  const denied: ErrorCode | undefined = permit(machine, object, 'execute');
  if (denied !== undefined) return denied;
  const [value, threshold] = [readUint(object.data.subarray(0, 4)), readUint(object.data.subarray(4))];
  if (value >= threshold) return 0x0e;
  object.data.set(u32(Math.min(threshold, value + (bytes[0] as number))), 0);
  return nothing;
}

/** Writes data (Param 00, erase & write 40), metadata (01), or counts (02). */
export const setDataObject: Handler = (machine, param, data) => {
  if (!(Object.values(params) as number[]).includes(param)) return 0x03;
  // Nothing would be written. The manual requires data bytes, so the length is wrong.
  if (data.length < 5) return 0x04;
  const object = objectAt(machine, oidAt(data));
  if (refused(object)) return object;
  const [offset, bytes] = [readUint(data.subarray(2, 4)), data.subarray(4)];
  // Everything except large data is written atomically: if the power fails during the write, the object is unchanged.
  if (machine.volatile.tearing !== undefined && (param === params.count || param === params.metadata)) return nothing;
  if (param === params.count) return count(machine, object, bytes);
  if (param === params.metadata) return offset === 0 ? writeMetadata(machine, object, bytes) : 0x05;
  return writeData(machine, object, offset, bytes, param === params.eraseAndWrite);
};
