import type { Randomness } from '../../bridge/bytePort.ts';
import { hex } from '../../bytes/hex.ts';
import { findObject, isKeyKind } from '../../objects/catalogue.ts';
import { fieldNumber, parseMetadata } from '../../objects/metadata.ts';
import { oid, type Oid } from '../../objects/oid.ts';
import { must } from '../../result/result.ts';
import { dataOfState, keyOfState, type ObjectState } from './state.ts';
import { usedSize, type StoredObject } from './store.ts';

/** Types whose data is in no dump: pre-shared, binding and update secrets, authorization references. */
const secretTypes = [0x21, 0x22, 0x23, 0x31];

function makeObject(id: Oid, state: ObjectState, random: Randomness): StoredObject | undefined {
  const entry = findObject(id);
  if (entry === undefined) return undefined;
  const metadata = must(parseMetadata(hex(state.metadata)));
  const object: StoredObject = { id, entry, metadata, data: undefined, key: state.key && keyOfState(state.key) };
  if (isKeyKind(entry.kind)) return object;
  // An unreadable secret is random, so that two simulated chips differ. Other unknown data is zeros.
  const secret = secretTypes.includes(fieldNumber(metadata, 'type') ?? -1);
  object.data = dataOfState(state, object, (length) => (secret ? random(usedSize(object)) : new Uint8Array(length)));
  return object;
}

/** The chip's objects from a profile or a snapshot. */
export function makeStore(objects: Readonly<Record<string, ObjectState>>, random: Randomness): Map<Oid, StoredObject> {
  const store = new Map<Oid, StoredObject>();
  for (const [id, state] of Object.entries(objects)) {
    const object = makeObject(oid(Number.parseInt(id, 16)), state, random);
    if (object) store.set(object.id, object);
  }
  return store;
}
