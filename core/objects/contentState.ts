import { isKeyKind, type ObjectEntry, type ObjectKind } from './catalogue.ts';
import { fieldNumber, holdsKey, type Metadata } from './metadata.ts';

/** Whether an object has content. An unreadable object, or a secret that was not read, is never called empty. */
export type ContentState = 'in-use' | 'empty' | 'secret' | 'not-readable';

/** An object's content, or why it was not read: it is a secret, or its conditions do not allow it. */
export type Content = Uint8Array | 'secret' | 'not-readable';

/** Objects that hosts write to. The other objects are the chip's own values, where a zero is a value. */
const takesContent: ReadonlySet<ObjectKind> = new Set(['certificate', 'trust-anchor', 'data', 'counter', 'binding-secret']);

/** @param content ignored for a key object: the metadata, which is always readable, says whether it has a key */
export function contentState({ kind }: Pick<ObjectEntry, 'kind'>, metadata: Metadata, content: Content): ContentState {
  if (isKeyKind(kind)) return holdsKey(metadata) ? 'in-use' : 'empty';
  if (typeof content === 'string') return content;
  return takesContent.has(kind) && content.every((byte) => byte === 0) ? 'empty' : 'in-use';
}

/**
 * Number of bytes with content. For an empty object it is 0, although the chip's used size counts zeros that nobody
 * wrote.
 * @returns undefined when the metadata has no size
 */
export function usedBytes(metadata: Metadata, state?: ContentState): number | undefined {
  const size = fieldNumber(metadata, 'used_size') ?? fieldNumber(metadata, 'max_size');
  return size !== undefined && state === 'empty' ? 0 : size;
}
