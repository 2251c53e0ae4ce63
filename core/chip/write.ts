import { maxWrite } from '../apdu/apdu.ts';
import { eraseAndWrite, writeData, writeMetadata } from '../apdu/commands/setDataObject.ts';
import { encodeMetadata, type Metadata } from '../objects/metadata.ts';
import type { Oid } from '../objects/oid.ts';
import { ok, type Result } from '../result/result.ts';
import type { Chip, ChipFaultCode } from './chip.ts';

/** Erases and writes the first 1549 bytes, then writes the rest, as the vendor's library does. */
export async function replaceObject(chip: Chip, object: Oid, data: Uint8Array): Promise<Result<true, ChipFaultCode>> {
  const first = await chip.run(eraseAndWrite(object, 0, data.subarray(0, maxWrite)));
  return first.ok ? writeParts(chip, object, maxWrite, data.subarray(maxWrite)) : first;
}

/** Writes at an offset; other bytes are kept. */
export const writeAt = (chip: Chip, object: Oid, offset: number, data: Uint8Array): Promise<Result<true, ChipFaultCode>> =>
  writeParts(chip, object, offset, data);

async function writeParts(chip: Chip, object: Oid, offset: number, data: Uint8Array): Promise<Result<true, ChipFaultCode>> {
  for (let at = 0; at < data.length; at += maxWrite) {
    const part = await chip.run(writeData(object, offset + at, data.subarray(at, at + maxWrite)));
    if (!part.ok) return part;
  }
  return ok(true);
}

/** Writes the given metadata tags; other tags are kept. */
export const changeMetadata = (chip: Chip, object: Oid, changes: Metadata): Promise<Result<true, ChipFaultCode>> =>
  chip.run(writeMetadata(object, encodeMetadata(changes)));
