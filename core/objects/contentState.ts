import { isKeyKind, type ObjectEntry, type ObjectKind } from './catalogue.ts';
import { holdsKey, type Metadata } from './metadata.ts';

/** Whether something is in an object. What cannot be read, and a secret that was not read, is never called empty. */
export type ContentState = 'in-use' | 'empty' | 'secret' | 'not-readable';

/** An object's content; or why it was not read: it is a secret, or its conditions do not allow it. */
export type Content = Uint8Array | 'secret' | 'not-readable';

/** Objects that something is put into. The others are the chip's own figures: a zero is a value there. */
const takesContent: ReadonlySet<ObjectKind> = new Set(['certificate', 'trust-anchor', 'data', 'counter', 'binding-secret']);

/** @param content of a key object it says nothing: whether a key is there is in the metadata, which is always readable */
export function contentState({ kind }: Pick<ObjectEntry, 'kind'>, metadata: Metadata, content: Content): ContentState {
  if (isKeyKind(kind)) return holdsKey(metadata) ? 'in-use' : 'empty';
  if (typeof content === 'string') return content;
  return takesContent.has(kind) && content.every((byte) => byte === 0) ? 'empty' : 'in-use';
}
