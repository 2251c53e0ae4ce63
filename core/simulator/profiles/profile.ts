import { type Family, parseUid } from '../../objects/uid.ts';
import { fromHex } from '../../bytes/hex.ts';
import { findObject } from '../../objects/catalogue.ts';
import { parseMetadata } from '../../objects/metadata.ts';
import { parseOid } from '../../objects/oid.ts';
import { fault } from '../../result/fault.ts';
import { err, ok, type Result } from '../../result/result.ts';
import type { ObjectState } from '../chip/state.ts';

/** The content of a chip when it leaves the factory: each object's metadata, and its data if it is readable. */
export interface Profile {
  readonly name: string;
  readonly family: Family;
  /** Source of the data. */
  readonly provenance: string;
  /** By object id, four lower-case hexadecimal digits. */
  readonly objects: Readonly<Record<string, ObjectState>>;
}

export type ProfileFault = Result<
  never,
  | 'file/unknown-content'
  | 'bytes/not-hex'
  | 'bytes/odd-hex'
  | 'metadata/malformed'
  | 'object/bad-id'
  | 'object/unknown'
  | 'bytes/truncated'
  | 'bytes/trailing'
  | 'chip/unknown-family'
>;

const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const strange = (file: string): ProfileFault =>
  err(fault('file/unknown-content', { file, taken: 'the vendor tool\'s JSON export of a chip, a profile of the simulator' }));

function readObject(id: string, value: unknown, file: string): Result<ObjectState> | ProfileFault {
  const object = parseOid(id);
  if (!object.ok) return object;
  if (findObject(object.value) === undefined) return err(fault('object/unknown', { object: id }));
  if (!isRecord(value) || typeof value['metadata'] !== 'string') return strange(file);
  const metadata = fromHex(value['metadata'], `Metadata of ${id}`);
  if (!metadata.ok) return metadata;
  const parsed = parseMetadata(metadata.value);
  if (!parsed.ok) return parsed;
  const data = typeof value['data'] === 'string' && value['data'] !== '' ? value['data'] : undefined;
  const bytes = data === undefined ? undefined : fromHex(data, `Data of ${id}`);
  if (bytes !== undefined && !bytes.ok) return bytes;
  return ok(data === undefined ? { metadata: value['metadata'] } : { metadata: value['metadata'], data });
}

/** Objects that the vendor's tool does not export (manual, tables 46 to 48). */
const unexported: Readonly<Record<string, ObjectState>> = {
  f1c2: { metadata: '2009c40101d001ffd10100', data: '00' },
};
const unexportedV3: Readonly<Record<string, ObjectState>> = { e200: { metadata: '2009c00101d001ffd30100' } };

/**
 * Reads the JSON that the vendor's tool exports of a chip (`{"e0f0": {"metadata": …, "data": …}, …}`), or the same
 * under `objects`. The chip's family comes from its UID. An export does not contain keys and unreadable data.
 * @param json parsed JSON
 * @param file name of the file in a fault
 */
export function loadProfile(json: unknown, file: string): Result<Profile> | ProfileFault {
  if (!isRecord(json)) return strange(file);
  const listed = isRecord(json['objects']) ? json['objects'] : json;
  const objects: Record<string, ObjectState> = {};
  for (const [id, value] of Object.entries(listed)) {
    const read = readObject(id, value, file);
    if (!read.ok) return read;
    objects[id.toLowerCase().replace(/^0x/, '')] = read.value;
  }
  const uidHex = objects['e0c2']?.data;
  const uidBytes = fromHex(uidHex ?? '', 'The coprocessor UID');
  if (!uidBytes.ok) return uidBytes;
  const uid = parseUid(uidBytes.value);
  if (!uid.ok) return uid;
  const family = uid.value.family;
  const added = family === 'trust-m-v3' ? { ...unexported, ...unexportedV3 } : unexported;
  const provenance = typeof json['provenance'] === 'string' ? json['provenance'] : `JSON export ${file}`;
  return ok({ name: file, family, provenance, objects: { ...added, ...objects } });
}
