import { readUint } from '../../bytes/bytes.ts';
import { isKeyKind } from '../../objects/catalogue.ts';
import { encodeMetadata, inTagOrder } from '../../objects/metadata.ts';
import { oidAt } from '../../objects/oid.ts';
import { permit } from '../chip/access.ts';
import { objectAt, type Machine } from '../chip/machine.ts';
import { special } from '../chip/special.ts';
import { refused, type Outcome } from '../chip/outcome.ts';
import { readable, type StoredObject } from '../chip/store.ts';
import type { Handler } from './handler.ts';

/** Longest OutData (manual, "Memory Constraints"). */
const maxOutData = 1553;

/** Reading the last error clears it (manual, table 48, note 101). */
function takeLastError(machine: Machine): Uint8Array {
  const code = machine.volatile.lastError;
  machine.volatile.lastError = 0;
  return Uint8Array.of(code);
}

function readData(machine: Machine, object: StoredObject, data: Uint8Array): Outcome<Uint8Array> {
  const whole = data.length === 2;
  if (!whole && data.length !== 6) return 0x04;
  if (object.id === special.lastError) return takeLastError(machine);
  // "Not allowed for the data part of the key object even if the metadata states differently" (manual, table 47).
  if (isKeyKind(object.entry.kind)) return 0x07;
  const denied = permit(machine, object, 'read');
  if (denied !== undefined) return denied;
  const content = readable(object);
  const offset = whole ? 0 : readUint(data.subarray(2, 4));
  const wanted = whole ? content.length : readUint(data.subarray(4, 6));
  if (wanted === 0 && !whole) return 0x05;
  // After the used length: 08. The vendor's library takes it as the end of a read in several parts.
  if (offset >= content.length && !(whole && content.length === 0)) return 0x08;
  const part = content.slice(offset, offset + wanted);
  return part.length > maxOutData ? 0x0d : part;
}

/** Reads an object's data (Param 00) or metadata (01). Session contexts are not objects here: 01. */
export const getDataObject: Handler = (machine, param, data) => {
  if (param !== 0x00 && param !== 0x01) return 0x03;
  if (data.length < 2) return 0x04;
  const object = objectAt(machine, oidAt(data));
  if (refused(object)) return object;
  if (param === 0x00) return readData(machine, object, data);
  return data.length === 2 ? encodeMetadata(inTagOrder(object.metadata)) : 0x04;
};
