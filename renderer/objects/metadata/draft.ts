import { equal } from '../../../core/bytes/bytes.ts';
import { fromHex, toHex } from '../../../core/bytes/hex.ts';
import {
  encodeMetadata,
  hostNeverWrites,
  mergeMetadata,
  metadataFields,
  metadataLimit,
  metadataSize,
  metadataTags,
  metadataWords,
  parseMetadata,
  type Metadata,
  type MetadataField,
} from '../../../core/objects/metadata.ts';
import { say } from '../../../core/result/say.ts';
import type { Fault } from '../../../core/result/fault.ts';

/** A draft of an object's metadata: the chip's state and every later state; the last one is the present one. Hex. */
export interface Draft {
  readonly base: string;
  readonly history: readonly string[];
  /** The field in which the user is typing. All its typed characters are one step to undo. */
  readonly typing?: string | undefined;
}

export const newDraft = (base: string): Draft => ({ base, history: [] });
export const present = ({ base, history }: Draft): string => history.at(-1) ?? base;
export const isChanged = (draft: Draft): boolean => present(draft) !== draft.base;
export const undo = ({ base, history }: Draft): Draft => ({ base, history: history.slice(0, -1) });

/**
 * Adds a state to the draft. A state that is equal to the one before adds no step to undo.
 * @param typing the field in which the user types; absent for other changes
 */
export function change(draft: Draft, hex: string, typing?: string): Draft {
  if (hex === present(draft)) return draft;
  const before = typing !== undefined && draft.typing === typing ? draft.history.slice(0, -1) : draft.history;
  return { base: draft.base, history: [...before, hex], typing };
}

const bytesOf = (hex: string): Uint8Array => {
  const read = fromHex(hex);
  return read.ok ? read.value : new Uint8Array();
};

/** The metadata of a state; empty where there is none. */
export function metadataOf(hex: string): Metadata {
  const parsed = parseMetadata(bytesOf(hex));
  return parsed.ok ? parsed.value : [];
}

export const setField = (hex: string, field: MetadataField, value: Uint8Array): string =>
  toHex(encodeMetadata(mergeMetadata(metadataOf(hex), [{ tag: metadataTags[field], value }])));

/** One line for a field: what is wrong, and why. */
export function whatIsWrong(fault: Fault): string {
  const { what, why } = say(fault);
  return `${what} ${why}`;
}

/** Whether only the chip writes a field. The version is not such a field: it may be set until the object is operational. */
const isFixed = (tag: number): boolean => {
  const field = metadataFields.get(tag);
  return field !== undefined && hostNeverWrites.has(field);
};

/**
 * Typed bytes as a state of the draft. Omitted tags are kept, because a host can't remove tags.
 * @returns hex, or what is wrong
 */
export function fromTyped(base: string, text: string): { readonly hex: string } | { readonly wrong: string } {
  const bytes = fromHex(text, 'The metadata');
  if (!bytes.ok) return { wrong: whatIsWrong(bytes.fault) };
  const typed = parseMetadata(bytes.value);
  if (!typed.ok) return { wrong: whatIsWrong(typed.fault) };
  const now = metadataOf(base);
  const touched = typed.value.find(({ tag, value }) => isFixed(tag) && !now.some((entry) => entry.tag === tag && equal(entry.value, value)));
  const field = touched === undefined ? undefined : metadataFields.get(touched.tag);
  if (field !== undefined) return { wrong: `The chip sets “${metadataWords[field]}” itself. Do not change it.` };
  const hex = toHex(encodeMetadata(mergeMetadata(now, typed.value)));
  // Another order of the same tags is not a change.
  return { hex: changedTags(base, hex).length === 0 ? base : hex };
}

export function changedTags(base: string, hex: string): number[] {
  const [before, after] = [metadataOf(base), metadataOf(hex)];
  return after.filter(({ tag, value }) => !before.some((entry) => entry.tag === tag && equal(entry.value, value))).map(({ tag }) => tag);
}

export interface Budget {
  readonly used: number;
  readonly limit: number;
  readonly fits: boolean;
}

/** Counts the bytes of the metadata's TLVs. An object can hold 44. */
export function budget(hex: string): Budget {
  const used = metadataSize(metadataOf(hex));
  return { used, limit: metadataLimit, fits: used <= metadataLimit };
}
