import { equal } from '../../bytes/bytes.ts';
import { wrapIdentity } from '../../certificates/identity.ts';
import { allowedNow, type ChipSnapshot, type ObjectSnapshot } from '../../chip/snapshot.ts';
import { findObject, keyAlgorithms } from '../../objects/catalogue.ts';
import { objectTypeCodes, type ChipAlgorithm } from '../../objects/codes.ts';
import { fieldNumber, isOperational } from '../../objects/metadata.ts';
import type { Oid } from '../../objects/oid.ts';
import type { ResolvedAnswers } from './answers.ts';
import type { WizardMaterial } from './material.ts';
import { targetChanges } from './steps.ts';

/** Key algorithms that the object supports; none when it is not a key object. */
export function algorithmsOf(id: Oid): readonly ChipAlgorithm[] {
  const kind = findObject(id)?.kind;
  return kind === undefined ? [] : (keyAlgorithms[kind] ?? []);
}

/** What a step will write: bytes, or a secret of a known size that may be unreadable on the chip. */
export type Wanted = { readonly bytes: Uint8Array } | { readonly secretLength: number };

/** What would be written to which object, as far as it was given. */
export interface WantedContents {
  readonly certificate?: Wanted;
  readonly anchor?: Wanted;
  readonly secret?: Wanted;
}

export function wantedContents({ device, integrity, secret }: WizardMaterial, identityTag: boolean): WantedContents {
  const own = device.certificate?.certificate.der;
  const anchor = integrity.certificate?.certificate.der;
  return {
    ...(own === undefined ? {} : { certificate: { bytes: identityTag ? wrapIdentity(own) : own } }),
    ...(anchor === undefined ? {} : { anchor: { bytes: anchor } }),
    ...(secret === undefined ? {} : { secret: { secretLength: secret.secret.length } }),
  };
}

/**
 * Whether an object may hold the wanted content. A closed, unreadable secret may if type and size match. The review decides, because
 * the journal can prove it.
 */
function holds(object: ObjectSnapshot, wanted: Wanted | undefined): boolean {
  if (wanted === undefined) return false;
  if ('bytes' in wanted) return object.data !== undefined && equal(object.data, wanted.bytes);
  const secret = fieldNumber(object.metadata, 'type') === objectTypeCodes.update_secret;
  return secret && fieldNumber(object.metadata, 'used_size') === wanted.secretLength;
}

/** Whether an object can't be written now and does not already hold the wanted content. */
export const isClosed = (object: ObjectSnapshot, snapshot: ChipSnapshot, wanted: Wanted | undefined): boolean =>
  allowedNow(object.metadata, 'change', snapshot) !== true && !holds(object, wanted);

/** Whether a target's conditions must be changed but can't be. A target that is prepared already still accepts updates. */
export const cannotPrepare = (answers: ResolvedAnswers, { metadata }: ObjectSnapshot): boolean =>
  isOperational(metadata) && targetChanges(answers, metadata).length > 0;
