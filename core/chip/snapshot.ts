import { conditionOf } from '../access/conditionOf.ts';
import { evaluate } from '../access/evaluate.ts';
import { plainAccess, type AccessContext } from '../access/accessContext.ts';
import { isKeyKind, findObject } from '../objects/catalogue.ts';
import { lifecycleCodes } from '../objects/codes.ts';
import { fieldNumber, type Metadata } from '../objects/metadata.ts';
import { oid, type Oid } from '../objects/oid.ts';
import type { Uid } from '../objects/uid.ts';
import { ok, type Result } from '../result/result.ts';
import type { Chip } from './chip.ts';
import { readMetadata, readObject, readUid, readUntil, type Beginning, type UidFaultCode } from './read.ts';

export interface ObjectSnapshot {
  readonly id: Oid;
  readonly metadata: Metadata;
  /** Absent when the chip does not allow reading it now, or when only its beginning was read. */
  readonly data?: Uint8Array;
  /** The first bytes of a readable content whose rest was not read (`Enough`). */
  readonly begins?: Uint8Array;
}

/**
 * Decides which contents need not be read whole. For such an object it returns a test: whether the first bytes are
 * enough. Undefined for every other object.
 */
export type Enough = (object: Oid, metadata: Metadata) => ((first: Uint8Array) => boolean) | undefined;

/** What is known of a connected chip: its identity, and the objects that were read. */
export interface ChipSnapshot extends AccessContext {
  readonly uid: Uid;
  readonly securityEvents: number;
  readonly objects: ReadonlyMap<Oid, ObjectSnapshot>;
}

export type ReadFaultCode = UidFaultCode | 'metadata/malformed';

const one = async (chip: Chip, id: number): Promise<Result<number, ReadFaultCode>> => {
  const data = await readObject(chip, oid(id), 1);
  return data.ok ? ok(data.value[0] ?? 0) : data;
};

/** Identity and lifecycle, which the window shows at the top. Four reads. */
export async function readIdentity(chip: Chip): Promise<Result<ChipSnapshot, ReadFaultCode>> {
  const uid = await readUid(chip);
  return uid.ok ? readStanding(chip, uid.value) : uid;
}

/** Lifecycle and security events of a chip whose UID was read. Three reads. */
export async function readStanding(chip: Chip, uid: Uid): Promise<Result<ChipSnapshot, ReadFaultCode>> {
  const figures: number[] = [];
  for (const id of [0xe0c0, 0xf1c0, 0xe0c5]) {
    const figure = await one(chip, id);
    if (!figure.ok) return figure;
    figures.push(figure.value);
  }
  const [lcsG = 0, lcsA = 0, securityEvents = 0] = figures;
  return ok({ uid, lcsG, lcsA, securityEvents, objects: new Map() });
}

/** Reads the named objects: metadata, and data where the read condition allows it. */
export async function readObjects(
  chip: Chip,
  identity: ChipSnapshot,
  ids: Iterable<Oid>,
  enough: Enough = () => undefined,
): Promise<Result<ChipSnapshot, ReadFaultCode>> {
  const objects = new Map(identity.objects);
  for (const id of new Set(ids)) {
    const read = await readOne(chip, identity, id, enough);
    if (!read.ok) return read;
    objects.set(id, read.value);
  }
  return ok({ ...identity, objects });
}

/** Reads only the metadata. */
export async function readStates(chip: Chip, identity: ChipSnapshot, ids: Iterable<Oid>): Promise<Result<ChipSnapshot, ReadFaultCode>> {
  const objects = new Map(identity.objects);
  for (const id of new Set(ids)) {
    const metadata = await readMetadata(chip, id);
    if (!metadata.ok) return metadata;
    objects.set(id, { id, metadata: metadata.value });
  }
  return ok({ ...identity, objects });
}

/**
 * Reads the metadata, and only the content of locked objects, which decides whether these can be used as they are. Much
 * faster than reading everything.
 */
export async function readConditions(chip: Chip, identity: ChipSnapshot, ids: Iterable<Oid>): Promise<Result<ChipSnapshot, ReadFaultCode>> {
  const objects = new Map(identity.objects);
  for (const id of new Set(ids)) {
    const metadata = await readMetadata(chip, id);
    if (!metadata.ok) return metadata;
    const open = allowedNow(metadata.value, 'change', identity) === true;
    const read = open ? ok({ id, metadata: metadata.value }) : await readOne(chip, identity, id);
    if (!read.ok) return read;
    objects.set(id, read.value);
  }
  return ok({ ...identity, objects });
}

async function readOne(chip: Chip, identity: ChipSnapshot, id: Oid, enough: Enough = () => undefined): Promise<Result<ObjectSnapshot, ReadFaultCode>> {
  const metadata = await readMetadata(chip, id);
  if (!metadata.ok) return metadata;
  if (!readableNow(id, metadata.value, identity)) return ok({ id, metadata: metadata.value });
  const sees = enough(id, metadata.value);
  const read = sees === undefined ? await readWhole(chip, id, metadata.value) : await readUntil(chip, id, metadata.value, sees);
  if (read.ok) return ok({ id, metadata: metadata.value, ...(read.value.whole ? { data: read.value.data } : { begins: read.value.data }) });
  return read.fault.code === 'chip/refused' ? ok({ id, metadata: metadata.value }) : read;
}

async function readWhole(chip: Chip, id: Oid, metadata: Metadata): Promise<Result<Beginning, ReadFaultCode>> {
  const data = await readObject(chip, id, fieldNumber(metadata, 'max_size'));
  return data.ok ? ok({ data: data.value, whole: true }) : data;
}

/** Whether a plain read is allowed now. Objects that need an unused shielded connection are never tried. */
export function readableNow(id: Oid, metadata: Metadata, identity: AccessContext): boolean {
  const kind = findObject(id)?.kind;
  if (kind === undefined || isKeyKind(kind) || kind === 'session') return false;
  return allowedNow(metadata, 'read', identity) === true;
}

/** Whether an object's condition is met for a plain command of this host. An absent condition and a terminated object both mean never. */
export function allowedNow(
  metadata: Metadata,
  access: 'read' | 'change' | 'execute',
  identity: AccessContext,
): boolean | undefined {
  // "Not allowed to be used in any read / execute operations" (manual, "Metadata update").
  if (fieldNumber(metadata, 'lcso') === lifecycleCodes.termination) return false;
  return evaluate(conditionOf(metadata, access), plainAccess(metadata, identity));
}
