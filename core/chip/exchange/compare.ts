import { sayField } from '../../access/sayMetadata.ts';
import { equal, firstDifference } from '../../bytes/bytes.ts';
import { hexNumber } from '../../bytes/hex.ts';
import { findObject } from '../../objects/catalogue.ts';
import { metadataFields, metadataTags, type Metadata } from '../../objects/metadata.ts';
import type { Oid } from '../../objects/oid.ts';

/** An object of a chip or of a file. */
export interface Comparable {
  readonly id: Oid;
  readonly metadata?: Metadata;
  readonly data?: Uint8Array;
  /** See `FileObject.wholeSize`. */
  readonly wholeSize?: number;
  /** See `FileObject.notes`. */
  readonly notes?: readonly string[];
}

export interface FieldDifference {
  /** The vendor's name of the field, or the tag's number when it is unknown. */
  readonly field: string;
  /** In words; absent when it is not set on this side. */
  readonly left?: string;
  readonly right?: string;
}

export interface ComparedObject {
  readonly id: Oid;
  readonly name: string;
  readonly metadata: readonly FieldDifference[];
  /** `unreadable`: the content of at least one side is missing. `none`: neither side has content, as with keys. */
  readonly data: 'equal' | 'differs' | 'unreadable' | 'none';
  /** Index of the first byte that differs. */
  readonly firstDifference?: number;
  /** The object exists on one side only. */
  readonly only?: 'left' | 'right';
  /** What a person should know about this object: what a file does not contain, and why. */
  readonly notes?: readonly string[];
}

const fieldName = (tag: number): string => metadataFields.get(tag) ?? hexNumber(tag);

const side = (metadata: Metadata, tag: number): Uint8Array | undefined => metadata.find((entry) => entry.tag === tag)?.value;

/** The fields that differ between two metadata. */
function compareMetadata(left: Metadata, right: Metadata): FieldDifference[] {
  const tags = [...new Set([...left, ...right].map(({ tag }) => tag))];
  return tags.flatMap((tag) => {
    const [a, b] = [side(left, tag), side(right, tag)];
    if (a !== undefined && b !== undefined && equal(a, b)) return [];
    return [{ field: fieldName(tag), ...(a === undefined ? {} : { left: sayField(tag, a) }), ...(b === undefined ? {} : { right: sayField(tag, b) }) }];
  });
}

/** Index of the first byte that differs, or -1 when no known byte differs. Nothing is known after the 1700 bytes of a vendor's dump. */
export function contentDifference(left: Comparable, right: Comparable): number {
  const [a, b] = [left.data ?? new Uint8Array(), right.data ?? new Uint8Array()];
  const cut = [left, right].filter(({ wholeSize }) => wholeSize !== undefined).map(({ data }) => data?.length ?? 0);
  if (cut.length === 0 || (left.wholeSize ?? a.length) !== (right.wholeSize ?? b.length)) return firstDifference(a, b);
  const known = Math.min(...cut);
  return firstDifference(a.subarray(0, known), b.subarray(0, known));
}

function compareContent(left: Comparable, right: Comparable): Pick<ComparedObject, 'data' | 'firstDifference'> {
  if (left.data === undefined && right.data === undefined) {
    const readable = [left, right].some(({ metadata }) => metadata?.some(({ tag }) => tag === metadataTags.max_size) === true);
    return { data: readable ? 'unreadable' : 'none' };
  }
  if (left.data === undefined || right.data === undefined) return { data: 'unreadable' };
  const at = contentDifference(left, right);
  return at < 0 ? { data: 'equal' } : { data: 'differs', firstDifference: at };
}

function compareOne(left: Comparable, right: Comparable): ComparedObject {
  const metadata = left.metadata === undefined || right.metadata === undefined ? [] : compareMetadata(left.metadata, right.metadata);
  const notes = [...(left.notes ?? []), ...(right.notes ?? [])];
  return { id: left.id, name: findObject(left.id)?.name ?? '', metadata, ...compareContent(left, right), ...(notes.length === 0 ? {} : { notes }) };
}

const alone = ({ id, data }: Comparable, only: 'left' | 'right'): ComparedObject => ({
  id,
  name: findObject(id)?.name ?? '',
  metadata: [],
  data: data === undefined ? 'none' : 'unreadable',
  only,
});

/** Compares two chips, or a chip and a file, object by object in order of id. Equal objects are listed too. */
export function compareChips(left: Iterable<Comparable>, right: Iterable<Comparable>): ComparedObject[] {
  const [lefts, rights] = [left, right].map((objects) => new Map([...objects].map((object) => [object.id, object]))) as [Map<Oid, Comparable>, Map<Oid, Comparable>];
  const ids = [...new Set([...lefts.keys(), ...rights.keys()])].sort((a, b) => a - b);
  return ids.map((id) => {
    const [a, b] = [lefts.get(id), rights.get(id)];
    if (a !== undefined && b !== undefined) return compareOne(a, b);
    return a === undefined ? alone(b as Comparable, 'right') : alone(a, 'left');
  });
}

/** Whether no known part differs. */
export const isSame = ({ metadata, data, only }: ComparedObject): boolean => metadata.length === 0 && data !== 'differs' && only === undefined;
