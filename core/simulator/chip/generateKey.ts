import { algorithmNames } from '../../objects/codes.ts';
import { keyAlgorithms } from '../../objects/catalogue.ts';
import { entry, type Metadata } from '../../objects/metadata.ts';
import type { Oid } from '../../objects/oid.ts';
import { permit } from './access.ts';
import { curveOfCode, type StoredKey } from './keys.ts';
import { makeKey } from './keyUse.ts';
import { isSession, objectAt, type Machine } from './machine.ts';
import { refused, type Outcome } from './outcome.ts';
import { fieldsFit, setFields, type StoredObject } from './store.ts';
import { parseTlvs, tlvNumber, tlvOid, type Tlvs } from './tlv.ts';

const usageBits = 0x33;

/** Whether a key object can hold a key of this algorithm code. */
export function holds(object: StoredObject, code: number): boolean {
  const name = algorithmNames.get(code);
  return name !== undefined && (keyAlgorithms[object.entry.kind]?.includes(name) ?? false);
}

/** Metadata of a new key (manual, table 49, note 102). */
export const keyFields = (code: number, usage: number): Metadata => [entry('algorithm', code), entry('key_usage', usage)];

/** Puts a key into its object and sets the tags E0 and E1. */
export function storeKey(object: StoredObject, key: StoredKey, code: number, usage: number): void {
  object.key = key;
  setFields(object, keyFields(code, usage));
}

/** Whether the command may put a key there. Session contexts only accept ECC keys. */
function checkTarget(machine: Machine, { id, usage }: Exclude<Place, 'export'>, code: number): Outcome<StoredObject> | undefined {
  if (isSession(id)) return curveOfCode(code, machine.v3) === undefined ? 0x05 : undefined;
  const object = objectAt(machine, id);
  if (refused(object)) return object;
  if (!holds(object, code)) return 0x05;
  if (!fieldsFit(object, keyFields(code, usage))) return 0x09;
  return permit(machine, object, 'change') ?? object;
}

export interface GeneratedKey {
  readonly key: StoredKey;
  /** The key is exported, not stored. */
  readonly exported: boolean;
}

type Place = { readonly id: Oid; readonly usage: number } | 'export';

function placeOf(tlvs: Tlvs): Place | undefined {
  const [id, usage] = [tlvOid(tlvs, 0x01), tlvNumber(tlvs, 0x02, 1)];
  if (tlvs.has(0x07)) return tlvs.size === 1 && tlvs.get(0x07)?.length === 0 ? 'export' : undefined;
  if (id === undefined || usage === undefined || usage === 0 || (usage & ~usageBits) !== 0) return undefined;
  return { id, usage };
}

/** Makes a key in the place that the TLVs name. @returns the key, or an error code */
export async function generateKey(machine: Machine, code: number, data: Uint8Array): Promise<Outcome<GeneratedKey>> {
  const tlvs = parseTlvs(data, [0x01, 0x02, 0x07]);
  if (refused(tlvs)) return tlvs;
  const place = placeOf(tlvs);
  if (place === undefined) return 0x05;
  const target = place === 'export' ? undefined : checkTarget(machine, place, code);
  if (target !== undefined && refused(target)) return target;
  const key = await makeKey(machine, code);
  if (key === undefined) return 0x03;
  if (target !== undefined && place !== 'export') storeKey(target, key, code, place.usage);
  else if (place !== 'export') machine.volatile.sessions.set(place.id, { kind: 'key', key, usage: place.usage });
  return { key, exported: place === 'export' };
}
