import { objectTypeCodes } from '../../objects/codes.ts';
import { fieldNumber } from '../../objects/metadata.ts';
import type { Oid } from '../../objects/oid.ts';
import { permit } from '../chip/access.ts';
import { emptySession } from '../chip/keyUse.ts';
import { isSession, objectAt, type Machine } from '../chip/machine.ts';
import { nothing, refused, type Outcome } from '../chip/outcome.ts';
import { readable } from '../chip/store.ts';
import { tlvOid, type Tlvs } from '../chip/tlv.ts';

/** Longest shared secret in a data object (manual, note 86). Bytes. */
const longestSecret = 64;

/** Secret in a session context: a shared or derived one, or a pre-master secret. */
export function sessionSecret(machine: Machine, id: Oid): Outcome<Uint8Array> {
  const session = machine.volatile.sessions.get(id);
  if (session === undefined || session.kind === 'key') return emptySession;
  return session.kind === 'secret' ? session.secret : session.random;
}

/**
 * A secret that a command uses, in a session context or in a data object of the right type whose execute condition is
 * met. A data object counts for the security monitor. The manual gives no code for an object of another type; we use
 * 07.
 */
export async function useSecret(
  machine: Machine,
  id: Oid,
  type: (typeof objectTypeCodes)['pre_sh_secret' | 'authorization_ref'],
): Promise<Outcome<Uint8Array>> {
  if (isSession(id)) return sessionSecret(machine, id);
  const object = objectAt(machine, id);
  if (refused(object)) return object;
  if (fieldNumber(object.metadata, 'type') !== type) return 0x07;
  const secret = readable(object).slice();
  if (secret.length === 0 || (type === objectTypeCodes.pre_sh_secret && secret.length > longestSecret)) return 0x05;
  const denied = permit(machine, object, 'execute');
  if (denied !== undefined) return denied;
  await machine.monitor.event();
  return secret;
}

/** Whether tags 07 (export) and 08 (session context) name exactly one place. */
export const validPlace = (tlvs: Tlvs): boolean => {
  const id = tlvOid(tlvs, 0x08);
  if (tlvs.has(0x07)) return !tlvs.has(0x08) && tlvs.get(0x07)?.length === 0;
  return id !== undefined && isSession(id);
};

/** Exports a secret (tag 07), or stores it in a session context (08). Call `validPlace` first. */
export function placeSecret(machine: Machine, tlvs: Tlvs, secret: Uint8Array): Uint8Array {
  const id = tlvOid(tlvs, 0x08);
  if (id === undefined) return secret;
  machine.volatile.sessions.set(id, { kind: 'secret', secret });
  return nothing;
}
