import type { Term } from '../access/condition.ts';
import { conditionOf } from '../access/conditionOf.ts';
import { evaluate, type AccessState } from '../access/evaluate.ts';
import { unmetReason } from '../access/unmetReason.ts';
import type { Randomness } from '../bridge/bytePort.ts';
import type { Secret } from '../bytes/secret.ts';
import { objectsOf } from '../objects/catalogue.ts';
import { objectTypeCodes } from '../objects/codes.ts';
import { fieldNumber, type Metadata } from '../objects/metadata.ts';
import { bindingSecret, formatOid, type Oid } from '../objects/oid.ts';
import { fault, type Fault } from '../result/fault.ts';
import { err, ok, type Result } from '../result/result.ts';
import { authorize } from './authorize.ts';
import type { Chip } from './chip.ts';
import { readMetadata, readObject } from './read.ts';
import { missingFor } from '../access/explain.ts';
import { plainAccess } from '../access/accessContext.ts';
import { readableNow, type ChipSnapshot, type ReadFaultCode } from './snapshot.ts';

/** If the chip lacks an object, there is nothing to report. Every other refusal is reported. */
const invalidObject = 0x01;
const isAbsent = (why: Fault<ReadFaultCode>): boolean => why.code === 'chip/refused' && why.data.status === invalidObject;

type Access = 'read' | 'change' | 'execute';
const accesses = ['read', 'change', 'execute'] as const satisfies readonly Access[];

const withFirmware = 'Put the chip\'s binding secret into the board\'s firmware (as a C header from its reel), program the board, then check the shielded connection.';

/** Why the reference can't be used now; undefined when it can. Without this check, the chip would answer only with error 07. */
function blocked(reference: Oid, metadata: Metadata, identity: ChipSnapshot): { readonly why: string; readonly todo: string } | undefined {
  const object = formatOid(reference);
  if (identity.uid.family === 'trust-m-v1') return { why: 'Trust M V1 has no Auto state.', todo: 'Use a Trust M V3 or Express chip.' };
  if (fieldNumber(metadata, 'type') !== objectTypeCodes.authorization_ref) {
    return { why: `${object} is not an authorization reference: it has another type.`, todo: 'Choose the object that holds the reference, or set its type first.' };
  }
  const [condition, state] = [conditionOf(metadata, 'execute'), plainAccess(metadata, identity)];
  const why = unmetReason(condition, state);
  if (why === undefined) return undefined;
  return { why: `Using ${object} ${why}.`, todo: missingFor(condition, state) === 'shielded' ? withFirmware : 'Change its execute condition, while its lifecycle still allows it.' };
}

export type AuthorizeFault = ReadFaultCode | 'chip/other-reference' | 'chip/not-authorizable';

/**
 * Sets the Auto state of a reference, if the reference's own condition allows it now. Otherwise nothing is sent.
 * @param onSent called when the proof is sent. If the proof fails, the reference is no longer authorized
 * @returns the chip's state, with the reference among the authorized ones
 */
export async function gainAuthorization(
  chip: Chip,
  identity: ChipSnapshot,
  reference: Oid,
  secret: Secret,
  random: Randomness,
  onSent?: () => void,
): Promise<Result<ChipSnapshot, AuthorizeFault>> {
  const metadata = await readMetadata(chip, reference);
  if (!metadata.ok) return metadata;
  const refusal = blocked(reference, metadata.value, identity);
  if (refusal !== undefined) return err(fault('chip/not-authorizable', { object: formatOid(reference), ...refusal }));
  const done = await authorize(chip, reference, secret, random, onSent);
  return done.ok ? ok(withAuthorization(identity, reference)) : done;
}

export const withAuthorization = (identity: ChipSnapshot, reference: Oid): ChipSnapshot => ({
  ...identity,
  authorized: new Set([...(identity.authorized ?? []), reference]),
});

/** State after a failed try: the chip clears the Auto state of a reference whose proof failed. */
export const withoutAuthorization = (identity: ChipSnapshot, reference: Oid): ChipSnapshot => ({
  ...identity,
  authorized: new Set([...(identity.authorized ?? [])].filter((id) => id !== reference)),
});

/**
 * Finds out whether the board's firmware uses the shielded connection: reads an object that is readable only over this
 * connection. Nothing on the chip changes.
 */
export async function checkShielded(chip: Chip, identity: ChipSnapshot): Promise<Result<ChipSnapshot, ReadFaultCode | 'chip/not-shielded'>> {
  const over: ChipSnapshot = { ...identity, shielded: true };
  const plain: ChipSnapshot = { ...identity, shielded: false };
  for (const { id } of objectsOf(identity.uid.family)) {
    const metadata = await readMetadata(chip, id);
    if (!metadata.ok && !isAbsent(metadata.fault)) return metadata;
    if (!metadata.ok || !readableNow(id, metadata.value, over) || readableNow(id, metadata.value, plain)) continue;
    const data = await readObject(chip, id);
    if (data.ok) return ok(over);
    if (data.fault.code !== 'chip/refused') return data;
    return err(fault('chip/not-shielded', { object: formatOid(id), why: 'Reading this object needs the shielded connection, and was refused.' }, data.fault));
  }
  return err(fault('chip/not-shielded', { object: formatOid(bindingSecret), why: 'No object of this chip needs the shielded connection for reading, so the connection cannot be checked.' }));
}

/** One access that depends on an authorization or on the shielded connection, and whether it is allowed now. */
export interface Guarded {
  readonly object: Oid;
  readonly access: Access;
  readonly open: boolean;
  /** Why it is not allowed. */
  readonly why?: string;
  /** Still not allowed with every authorization: it needs the shielded connection. */
  readonly needsShielded: boolean;
}

const isGuard = (term: Term): boolean => term.kind === 'auto' || ((term.kind === 'conf' || term.kind === 'int') && term.oid === bindingSecret);

/** The state with every reference authorized, over a plain connection. */
const allAuthorized = (metadata: Metadata, identity: ChipSnapshot): AccessState => ({ ...plainAccess(metadata, { ...identity, shielded: false }), authorized: () => true });

function guardedOf(object: Oid, metadata: Metadata, identity: ChipSnapshot): Guarded[] {
  return accesses.flatMap((access) => {
    const condition = conditionOf(metadata, access);
    if (condition.kind !== 'terms' || !condition.groups.flat().some(isGuard)) return [];
    const state = plainAccess(metadata, identity);
    const why = unmetReason(condition, state);
    const open = evaluate(condition, state) === true;
    const needsShielded = !open && identity.shielded !== true && evaluate(condition, allAuthorized(metadata, identity)) === false;
    return [{ object, access, open, needsShielded, ...(why === undefined ? {} : { why }) }];
  });
}

/** Every access to an object of the chip that needs an authorization or the shielded connection. Reads metadata only. */
export async function readGuarded(chip: Chip, identity: ChipSnapshot): Promise<Result<readonly Guarded[], ReadFaultCode>> {
  const guarded: Guarded[] = [];
  for (const { id } of objectsOf(identity.uid.family)) {
    const metadata = await readMetadata(chip, id);
    if (!metadata.ok && !isAbsent(metadata.fault)) return metadata;
    if (metadata.ok) guarded.push(...guardedOf(id, metadata.value, identity));
  }
  return ok(guarded);
}
