import { create } from 'zustand';
import { change, newDraft, undo, type Draft } from './draft.ts';

interface Drafts {
  readonly drafts: Readonly<Record<string, Draft>>;
  /** The chosen view of the metadata. It is kept from object to object. */
  readonly view: 'form' | 'sentences' | 'bytes';
  see(view: Drafts['view']): void;
  edit(id: string, base: string, hex: string, typing?: string): void;
  undo(id: string): void;
  discard(id: string): void;
}

/** Drafts by object. They are kept while the user views other objects, and dropped when the chip's metadata changes. */
export const useDrafts = create<Drafts>((set) => ({
  drafts: {},
  view: 'form',
  see: (view) => set({ view }),
  edit: (id, base, hex, typing) => set(({ drafts }) => ({ drafts: { ...drafts, [id]: change(draftOf(drafts, id, base), hex, typing) } })),
  undo: (id) =>
    set(({ drafts }) => {
      const draft = drafts[id];
      return draft === undefined ? {} : { drafts: { ...drafts, [id]: undo(draft) } };
    }),
  discard: (id) => set(({ drafts }) => ({ drafts: Object.fromEntries(Object.entries(drafts).filter(([other]) => other !== id)) })),
}));

/** The object's draft. A new one is made when the chip's metadata is no longer the draft's first state. */
export function draftOf(drafts: Readonly<Record<string, Draft>>, id: string, base: string): Draft {
  const draft = drafts[id];
  return draft?.base === base ? draft : newDraft(base);
}
