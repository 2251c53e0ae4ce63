import { concat, readUint, u16 } from '../bytes/bytes.ts';
import { hexNumber, toHex } from '../bytes/hex.ts';
import { fault } from '../result/fault.ts';
import { err, ok, type Result } from '../result/result.ts';
import { lifecycleCodes } from './codes.ts';
import { sayBytes } from '../result/format.ts';

/** Tags of an object's metadata (manual, table 49). */
export const metadataTags = {
  lcso: 0xc0,
  version: 0xc1,
  max_size: 0xc4,
  used_size: 0xc5,
  change: 0xd0,
  read: 0xd1,
  execute: 0xd3,
  meta_update: 0xd8,
  algorithm: 0xe0,
  key_usage: 0xe1,
  type: 0xe8,
  reset_type: 0xf0,
} as const;
export type MetadataField = keyof typeof metadataTags;
export const metadataFields = new Map<number, MetadataField>(
  (Object.entries(metadataTags) as [MetadataField, number][]).map(([name, tag]) => [tag, name]),
);

/** Names of the fields for people. */
export const metadataWords: Readonly<Record<MetadataField, string>> = {
  lcso: 'lifecycle state',
  version: 'version',
  max_size: 'largest size',
  used_size: 'used size',
  change: 'change',
  read: 'read',
  execute: 'execute',
  meta_update: 'metadata update',
  algorithm: 'algorithm',
  key_usage: 'key usage',
  type: 'object type',
  reset_type: 'reset type',
};

/** Most bytes of TLVs that an object's metadata may have. */
export const metadataLimit = 44;

export interface MetadataEntry {
  readonly tag: number;
  readonly value: Uint8Array;
}

/** An object's metadata: its TLVs in the order of the bytes. Unknown tags are kept as they are. */
export type Metadata = readonly MetadataEntry[];

type Malformed = Result<never, 'metadata/malformed'>;

/** Parses `20 LL` + TLVs. Strict: no byte missing or left over, no tag twice. */
export function parseMetadata(bytes: Uint8Array): Result<Metadata, 'metadata/malformed'> {
  const malformed = (why: string): Malformed =>
    err(fault('metadata/malformed', { why, raw: toHex(bytes.subarray(0, 64)) }));
  if (bytes.length < 2) return malformed(`It has ${sayBytes(bytes.length)}; the shortest has 2 (2000).`);
  if (bytes[0] !== 0x20) return malformed(`It starts with ${hexNumber(bytes[0] as number)}, not with 0x20.`);
  if (bytes[1] !== bytes.length - 2) return malformed(`Its length byte says ${bytes[1]}, and it is followed by ${sayBytes(bytes.length - 2)}.`);
  const entries: MetadataEntry[] = [];
  for (let at = 2; at < bytes.length; ) {
    const [tag, length] = [bytes[at] as number, bytes[at + 1]];
    if (length === undefined || at + 2 + length > bytes.length) return malformed(`Tag ${hexNumber(tag)} is cut short.`);
    if (entries.some((entry) => entry.tag === tag)) return malformed(`Tag ${hexNumber(tag)} stands there twice.`);
    entries.push({ tag, value: bytes.slice(at + 2, at + 2 + length) });
    at += 2 + length;
  }
  return ok(entries);
}

/** Bytes of the TLVs alone, without `20 LL`: what counts against the 44. */
export const metadataSize = (metadata: Metadata): number => metadata.reduce((sum, { value }) => sum + 2 + value.length, 0);

export function encodeMetadata(metadata: Metadata): Uint8Array {
  const tlvs = metadata.map(({ tag, value }) => concat(Uint8Array.of(tag, value.length), value));
  return concat(Uint8Array.of(0x20, metadataSize(metadata)), ...tlvs);
}

export const field = (metadata: Metadata, name: MetadataField): Uint8Array | undefined =>
  metadata.find(({ tag }) => tag === metadataTags[name])?.value;

/** A field as a big-endian number. */
export function fieldNumber(metadata: Metadata, name: MetadataField): number | undefined {
  const value = field(metadata, name);
  return value === undefined ? undefined : readUint(value);
}

/** The effect of SetDataObject(metadata): given tags replace existing ones, or are added at the end. All other tags are kept. */
export function mergeMetadata(present: Metadata, changes: Metadata): Metadata {
  const replaced = present.map((entry) => changes.find(({ tag }) => tag === entry.tag) ?? entry);
  return [...replaced, ...changes.filter(({ tag }) => !present.some((entry) => entry.tag === tag))];
}

/** Metadata in the order in which the chip returns it: tags ascending. */
export const inTagOrder = (metadata: Metadata): Metadata => metadata.toSorted((a, b) => a.tag - b.tag);

export const entry = (name: MetadataField, ...bytes: number[]): MetadataEntry => ({
  tag: metadataTags[name],
  value: Uint8Array.from(bytes),
});

/** Version tag C1: 15 bits of version, the top bit set while the object is invalid (an update was interrupted). */
export function version(metadata: Metadata): { readonly version: number; readonly invalid: boolean } {
  const value = fieldNumber(metadata, 'version') ?? 0;
  return { version: value & 0x7fff, invalid: (value & 0x8000) !== 0 };
}

/** A version has 15 bits. After this one, the chip accepts no data set. */
export const highestVersion = 0x7fff;

/** The version that the chip accepts next: one more, from 1 to 32767. An interrupted update is repeated with the same version. */
export function nextVersion(metadata: Metadata): number {
  const present = version(metadata);
  return Math.min(highestVersion, Math.max(1, present.version + (present.invalid ? 0 : 1)));
}

/** An object's lifecycle state. Absent counts as operational (manual, "Metadata expression"). */
export const lifecycleOf = (metadata: Metadata): number => fieldNumber(metadata, 'lcso') ?? lifecycleCodes.operational;

/** Whether commands of a host can no longer change the object's conditions, type and usage. */
export const isOperational = (metadata: Metadata): boolean => lifecycleOf(metadata) >= lifecycleCodes.operational;

/** Whether an object is locked: its lifecycle state is operational or later. No command of a host can undo this. */
export const isLocked = (metadata: Metadata): boolean => field(metadata, 'lcso') !== undefined && isOperational(metadata);

/**
 * Whether the object has a usable key: the chip sets algorithm and usage together. On new chips, an empty object may
 * have only an algorithm, that of its intended key.
 */
export const holdsKey = (metadata: Metadata): boolean =>
  fieldNumber(metadata, 'algorithm') !== undefined && (fieldNumber(metadata, 'key_usage') ?? 0) !== 0;

export const versionEntry = (value: number, invalid = false): MetadataEntry => ({
  tag: metadataTags.version,
  value: u16((value & 0x7fff) | (invalid ? 0x8000 : 0)),
});

/** Tags that a host never writes with SetDataObject. C1 may only be written to set or clear its invalid bit. */
export const hostNeverWrites: ReadonlySet<MetadataField> = new Set(['max_size', 'used_size', 'algorithm']);
