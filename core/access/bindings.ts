import { bindingSecret, type Oid } from '../objects/oid.ts';
import type { Metadata } from '../objects/metadata.ts';
import { conditionOf } from './conditionOf.ts';
import type { Term } from './condition.ts';

const accesses = ['change', 'read', 'execute', 'meta_update'] as const;
export type BoundAccess = (typeof accesses)[number];

/** How one object depends on another: on the anchor that signs its updates, the secret that encrypts them, and so on. */
export type BindingKind = 'anchor' | 'update-secret' | 'shielded' | 'authorization' | 'counter';

/** `from` depends on `to` for these accesses. */
export interface Binding {
  readonly from: Oid;
  readonly to: Oid;
  readonly kind: BindingKind;
  readonly accesses: readonly BoundAccess[];
}

/** The object that a term names, and its purpose there. */
function boundTo(term: Term): Pick<Binding, 'to' | 'kind'> | undefined {
  switch (term.kind) {
    case 'int':
      return { to: term.oid, kind: term.oid === bindingSecret ? 'shielded' : 'anchor' };
    case 'conf':
      return { to: term.oid, kind: term.oid === bindingSecret ? 'shielded' : 'update-secret' };
    case 'auto':
      return { to: term.oid, kind: 'authorization' };
    case 'luc':
      return { to: term.oid, kind: 'counter' };
    default:
      return undefined;
  }
}

/**
 * The objects on which an object depends, by its conditions. Each pair of object and purpose is listed once, with all
 * its accesses. A condition that names the object itself is left out.
 */
export function bindingsOf(from: Oid, metadata: Metadata): Binding[] {
  const found = new Map<string, Binding>();
  for (const access of accesses) {
    const condition = conditionOf(metadata, access);
    for (const term of condition.kind === 'terms' ? condition.groups.flat() : []) {
      const bound = boundTo(term);
      if (bound === undefined || bound.to === from) continue;
      const key = `${bound.kind} ${bound.to}`;
      const known = found.get(key)?.accesses ?? [];
      if (!known.includes(access)) found.set(key, { from, ...bound, accesses: [...known, access] });
    }
  }
  return [...found.values()];
}
