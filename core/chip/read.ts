import { maxRead } from '../apdu/apdu.ts';
import { getData, getMetadata } from '../apdu/commands/getDataObject.ts';
import { concat } from '../bytes/bytes.ts';
import { catalogue, findObject } from '../objects/catalogue.ts';
import { parseMetadata, type Metadata } from '../objects/metadata.ts';
import { oid, type Oid } from '../objects/oid.ts';
import { parseUid, type Uid } from '../objects/uid.ts';
import { ok, type Result } from '../result/result.ts';
import type { Chip, ChipFaultCode } from './chip.ts';

/** The request for the UID, which identifies the chip. */
export const askUid = getData(oid(0xe0c2));
/** Most bytes of any object on any chip. A larger size in the metadata is ignored. */
const largest = Math.max(...catalogue.map(({ maxSize }) => maxSize));

/**
 * Reads an object whole, in as many parts as it needs.
 * @param limit most bytes the object can have; default its size in the manual (1728 for certificates)
 */
export async function readObject(chip: Chip, object: Oid, limit?: number): Promise<Result<Uint8Array, ChipFaultCode>> {
  const most = Math.min(limit ?? findObject(object)?.maxSize ?? maxRead, largest);
  const first = await chip.run(getData(object));
  if (!first.ok || first.value.length < maxRead) return first;
  let data = first.value;
  while (data.length < most) {
    const wanted = Math.min(maxRead, most - data.length);
    const part = await chip.run(getData(object, data.length, wanted));
    if (!part.ok) {
      // The object ended exactly at the end of the last part.
      const atEnd = part.fault.code === 'chip/refused' && part.fault.data.status === 0x08;
      return atEnd ? ok(data) : part;
    }
    data = concat(data, part.value);
    // The answer was short: that was the end. A device that answers with one byte at a time would keep us here for
    // hours.
    if (part.value.length < wanted) break;
  }
  return ok(data);
}

export async function readMetadata(chip: Chip, object: Oid): Promise<Result<Metadata, ChipFaultCode | 'metadata/malformed'>> {
  const raw = await chip.run(getMetadata(object));
  return raw.ok ? parseMetadata(raw.value) : raw;
}

export type UidFaultCode = ChipFaultCode | 'bytes/truncated' | 'bytes/trailing' | 'chip/unknown-family';

export async function readUid(chip: Chip): Promise<Result<Uid, UidFaultCode>> {
  const raw = await chip.run(askUid);
  return raw.ok ? parseUid(raw.value) : raw;
}
