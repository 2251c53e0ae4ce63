import { findObject } from '../objects/catalogue.ts';
import type { Oid } from '../objects/oid.ts';

/**
 * Whether an object may hold a secret: the binding secret and the arbitrary data objects (pre-shared secrets,
 * authorization references, update secrets live there). Traces keep sizes only for those.
 */
export function isSecretObject(object: Oid): boolean {
  const kind = findObject(object)?.kind;
  return kind === 'binding-secret' || kind === 'data';
}
