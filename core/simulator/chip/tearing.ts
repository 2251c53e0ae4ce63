import { writeBytes, type StoredObject } from './store.ts';

/**
 * Power goes in the middle of a write. Certificates and trust anchors are not written in an atomic way (manual, notes
 * 96 to 99): their first half is there, the rest as before or erased (zeros, with the
 * size already set). Everything else is as if nothing had come.
 */
export function tornWrite(object: StoredObject, offset: number, bytes: Uint8Array, erase: boolean): void {
  if (object.entry.kind !== 'certificate' && object.entry.kind !== 'trust-anchor') return;
  const half = bytes.subarray(0, Math.ceil(bytes.length / 2));
  if (erase) writeBytes(object, offset, new Uint8Array(bytes.length), true);
  writeBytes(object, offset, half, false);
}
