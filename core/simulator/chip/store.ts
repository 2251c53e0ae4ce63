import type { ObjectEntry } from '../../objects/catalogue.ts';
import { entry, field, fieldNumber, mergeMetadata, metadataLimit, metadataSize, type Metadata } from '../../objects/metadata.ts';
import type { Oid } from '../../objects/oid.ts';
import type { StoredKey } from './keys.ts';

/** One object of the chip. `data` has the object's full size; only the first `usedSize` bytes can be read. */
export interface StoredObject {
  readonly id: Oid;
  readonly entry: ObjectEntry;
  metadata: Metadata;
  data: Uint8Array | undefined;
  key: StoredKey | undefined;
}

export type Store = ReadonlyMap<Oid, StoredObject>;

export const maxSize = (object: StoredObject): number => fieldNumber(object.metadata, 'max_size') ?? object.entry.maxSize;

/** Absent C5 = C4 (manual, "Metadata expression"). */
export const usedSize = (object: StoredObject): number =>
  Math.min(fieldNumber(object.metadata, 'used_size') ?? maxSize(object), maxSize(object));

export const readable = (object: StoredObject): Uint8Array => (object.data ?? new Uint8Array()).subarray(0, usedSize(object));

/** Sets C5, with as many bytes as C4 has. */
export function setUsedSize(object: StoredObject, size: number): void {
  const width = field(object.metadata, 'max_size')?.length ?? 1;
  const value = width === 1 ? [size] : [size >> 8, size & 0xff];
  object.metadata = mergeMetadata(object.metadata, [entry('used_size', ...value)]);
}

/** Writes bytes. Updates C5, or creates it when it is absent (manual, table 49). The caller has checked the bounds. */
export function writeBytes(object: StoredObject, offset: number, bytes: Uint8Array, erase: boolean): void {
  const data = erase || object.data === undefined ? new Uint8Array(maxSize(object)) : object.data.slice();
  data.set(bytes, offset);
  const end = offset + bytes.length;
  const size = erase ? end : Math.max(usedSize(object), end);
  object.data = data;
  setUsedSize(object, size);
}

export const setFields = (object: StoredObject, changes: Metadata): void => {
  object.metadata = mergeMetadata(object.metadata, changes);
};

/** Whether the metadata still fits into 44 bytes with these changes. If not, the chip answers 09. */
export const fieldsFit = (object: StoredObject, changes: Metadata): boolean =>
  metadataSize(mergeMetadata(object.metadata, changes)) <= metadataLimit;
