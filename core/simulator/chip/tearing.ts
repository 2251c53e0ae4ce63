import { writeBytes, type StoredObject } from './store.ts';

/** How many bytes of the write are in the object when the power fails; never all of them. */
export type TornAfter = number | 'half';

/** @param length bytes of the whole write */
export const tornLength = (after: TornAfter, length: number): number => (after === 'half' ? Math.ceil(length / 2) : Math.max(0, Math.min(after, length - 1)));

/**
 * The power fails in the middle of a write. Certificates and trust anchors are not written atomically (manual, notes 96
 * to 99): their first bytes are written, and the rest is unchanged or erased (zeros, with the size already set). Every
 * other object is unchanged.
 */
export function tornWrite(object: StoredObject, offset: number, bytes: Uint8Array, erase: boolean, after: TornAfter): void {
  if (object.entry.kind !== 'certificate' && object.entry.kind !== 'trust-anchor') return;
  const written = bytes.subarray(0, tornLength(after, bytes.length));
  if (erase) writeBytes(object, offset, new Uint8Array(bytes.length), true);
  if (written.length > 0) writeBytes(object, offset, written, false);
}
