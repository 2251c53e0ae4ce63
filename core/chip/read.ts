import { maxRead } from '../apdu/apdu.ts';
import { getData, getMetadata } from '../apdu/commands/getDataObject.ts';
import { concat, equal } from '../bytes/bytes.ts';
import { catalogue, findObject } from '../objects/catalogue.ts';
import { fieldNumber, parseMetadata, type Metadata } from '../objects/metadata.ts';
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
  const known = chip.facts?.data(object);
  if (known !== undefined) return ok(known.slice());
  const whole = await readOn(chip, object, new Uint8Array(), mostBytes(object, limit));
  if (whole.ok) chip.facts?.sawData(object, whole.value);
  return whole;
}

const mostBytes = (object: Oid, limit: number | undefined): number => Math.min(limit ?? findObject(object)?.maxSize ?? maxRead, largest);

/** Reads on after the first bytes, up to the end of the object. */
async function readOn(chip: Chip, object: Oid, first: Uint8Array, most: number): Promise<Result<Uint8Array, ChipFaultCode>> {
  let data = first;
  while (data.length === 0 || data.length < most) {
    // The first request asks for all that fits into an answer: the object shows its own end.
    const wanted = data.length === 0 ? maxRead : Math.min(maxRead, most - data.length);
    const part = await readFrom(chip, object, data.length, wanted);
    if (!part.ok) return part;
    data = concat(data, part.value);
    // A short answer is the end of the object. Reading on would let a device that answers one byte at a time keep us
    // here for hours.
    if (part.value.length < wanted) break;
  }
  return ok(data);
}

/** Reads once. Empty when the object ends at or before the offset. */
async function readFrom(chip: Chip, object: Oid, offset: number, length: number): Promise<Result<Uint8Array, ChipFaultCode>> {
  const part = await chip.run(getData(object, offset, length));
  const atEnd = offset > 0 && !part.ok && part.fault.code === 'chip/refused' && part.fault.data.status === 0x08;
  return atEnd ? ok(new Uint8Array()) : part;
}

/** Reads a part of an object, in as many requests as it needs. Shorter than `length` when the object ends before. */
export async function readPart(chip: Chip, object: Oid, offset: number, length: number): Promise<Result<Uint8Array, ChipFaultCode>> {
  const known = chip.facts?.data(object);
  if (known !== undefined) return ok(known.slice(offset, offset + length));
  let data: Uint8Array = new Uint8Array();
  while (data.length < length) {
    const wanted = Math.min(maxRead, length - data.length);
    const part = await readFrom(chip, object, offset + data.length, wanted);
    if (!part.ok) return part;
    data = concat(data, part.value);
    if (part.value.length < wanted) break;
  }
  return ok(data);
}

/**
 * Number of bytes that decide whether the rest is worth reading. They contain a certificate's serial number, which differs between
 * certificates of one issuer.
 */
const firstBytes = 32;
/** Up to this size, one request that reads everything is quicker than two requests. Bytes */
const small = 128;

/** How many bytes a host can read of an object: an absent used size means that all of it is in use (manual, "Metadata expression"). */
const readableBytes = (metadata: Metadata): number | undefined => fieldNumber(metadata, 'used_size') ?? fieldNumber(metadata, 'max_size');

/** The content of an object, or its first bytes. */
export interface Beginning {
  readonly data: Uint8Array;
  readonly whole: boolean;
}

/**
 * Reads the first bytes of an object, and the rest if these are not enough. A small object is read at once.
 * @param enough whether the first bytes already decide what the caller wants to know
 */
export async function readUntil(chip: Chip, object: Oid, metadata: Metadata, enough: (first: Uint8Array) => boolean): Promise<Result<Beginning, ChipFaultCode>> {
  const limit = fieldNumber(metadata, 'max_size');
  const known = chip.facts?.data(object) !== undefined;
  if (known || (readableBytes(metadata) ?? 0) <= small) {
    const data = await readObject(chip, object, limit);
    return data.ok ? ok({ data: data.value, whole: true }) : data;
  }
  const first = await readPart(chip, object, 0, firstBytes);
  if (!first.ok) return first;
  if (enough(first.value)) return ok({ data: first.value, whole: false });
  if (first.value.length < firstBytes) return ok({ data: first.value, whole: true });
  const data = await readOn(chip, object, first.value, mostBytes(object, limit));
  if (!data.ok) return data;
  chip.facts?.sawData(object, data.value);
  return ok({ data: data.value, whole: true });
}

/**
 * Whether an object holds exactly these bytes. Compares the size first, then the first bytes, then the rest; it stops as
 * soon as the answer is certain.
 * @param metadata as it is on the chip now
 */
export async function holdsExactly(chip: Chip, object: Oid, metadata: Metadata, wanted: Uint8Array): Promise<Result<boolean, ChipFaultCode>> {
  const size = readableBytes(metadata);
  if (size !== undefined && size !== wanted.length) return ok(false);
  const found = await readUntil(chip, object, metadata, (first) => !equal(first, wanted.subarray(0, firstBytes)));
  return found.ok ? ok(found.value.whole && equal(found.value.data, wanted)) : found;
}

export async function readMetadata(chip: Chip, object: Oid): Promise<Result<Metadata, ChipFaultCode | 'metadata/malformed'>> {
  const known = chip.facts?.metadata(object);
  if (known !== undefined) return ok(known);
  const raw = await chip.run(getMetadata(object));
  if (!raw.ok) return raw;
  const metadata = parseMetadata(raw.value);
  if (metadata.ok) chip.facts?.sawMetadata(object, metadata.value);
  return metadata;
}

/**
 * The metadata, for decisions by conditions, type or lifecycle. If this piece of work has written the object's
 * content, the used size may be the old one; a write changes no other field.
 */
export async function readAccess(chip: Chip, object: Oid): Promise<Result<Metadata, ChipFaultCode | 'metadata/malformed'>> {
  const known = chip.facts?.conditions(object);
  return known === undefined ? readMetadata(chip, object) : ok(known);
}

export type UidFaultCode = ChipFaultCode | 'bytes/truncated' | 'bytes/trailing' | 'chip/unknown-family';

export async function readUid(chip: Chip): Promise<Result<Uid, UidFaultCode>> {
  const raw = await chip.run(askUid);
  return raw.ok ? parseUid(raw.value) : raw;
}
