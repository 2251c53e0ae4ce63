import { findObject } from '../objects/catalogue.ts';
import type { Oid } from '../objects/oid.ts';

/**
 * Whether an object may hold a secret: the binding secret and the arbitrary data objects, which may hold pre-shared
 * secrets, authorization references or update secrets. Traces keep only the sizes for these.
 */
export function isSecretObject(object: Oid): boolean {
  const kind = findObject(object)?.kind;
  return kind === 'binding-secret' || kind === 'data';
}
