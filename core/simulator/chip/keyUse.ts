import type { ErrorCode } from '../../apdu/status.ts';
import { isCurveName } from '../../keys/curves.ts';
import { ecGenerate } from '../../keys/ecdsa.ts';
import { isKeyKind } from '../../objects/catalogue.ts';
import { algorithmNames } from '../../objects/codes.ts';
import { fieldNumber } from '../../objects/metadata.ts';
import type { Oid } from '../../objects/oid.ts';
import { permit } from './access.ts';
import { aesBytesOfCode, rsaBitsOfCode, type StoredKey } from './keys.ts';
import { isSession, objectAt, type Machine } from './machine.ts';
import { refused, type Outcome } from './outcome.ts';
import type { StoredObject } from './store.ts';

/** Key usage bits (manual, table 36). */
export const usage = { authentication: 0x01, encryption: 0x02, sign: 0x10, keyAgreement: 0x20 } as const;

/** A session context lacks what a command needs from it (vendor's error table: "lack of private key in session OID"). */
export const emptySession = 0x0b;

/** A key that a command names, and its object. The object is absent for a key in a session context. */
export interface FoundKey {
  readonly key: StoredKey;
  readonly object?: StoredObject;
}

/** Makes a new key for an algorithm code; undefined for an unknown code. */
export async function makeKey(machine: Machine, code: number): Promise<StoredKey | undefined> {
  const name = algorithmNames.get(code);
  if (name !== undefined && isCurveName(name)) return { kind: 'ec', curve: name, privateKey: ecGenerate(name, machine.random) };
  const bits = rsaBitsOfCode(code);
  if (bits !== undefined) return { kind: 'rsa', key: await machine.makeRsaKey(bits) };
  const bytes = aesBytesOfCode(code);
  return bytes === undefined ? undefined : { kind: 'aes', key: machine.random(bytes) };
}

/**
 * The object's key. A profile says that the factory put one there (tag E0), but no dump contains it. It is made at its
 * first use, so the vendor's certificate in E0E0 does not match the simulated key in E0F0.
 */
async function keyOf(machine: Machine, object: StoredObject): Promise<StoredKey | undefined> {
  const code = fieldNumber(object.metadata, 'algorithm');
  if (object.key === undefined && code !== undefined) object.key = await makeKey(machine, code);
  return object.key;
}

/**
 * Finds the key without using it. 24 when there is none, or when its usage is another one: "unsupported key usage /
 * algorithm identifier for the usage of private key" (manual, table 17).
 * @param usages bits of which one must be set
 */
export async function findKey(
  machine: Machine,
  id: Oid | undefined,
  kinds: readonly StoredKey['kind'][],
  usages: number,
): Promise<Outcome<FoundKey>> {
  if (id !== undefined && isSession(id)) {
    const session = machine.volatile.sessions.get(id);
    if (session?.kind !== 'key') return emptySession;
    return (session.usage & usages) === 0 || !kinds.includes(session.key.kind) ? 0x24 : { key: session.key };
  }
  const object = objectAt(machine, id);
  if (refused(object)) return object;
  if (!isKeyKind(object.entry.kind)) return 0x05;
  const key = await keyOf(machine, object);
  if (key === undefined || !kinds.includes(key.kind)) return 0x24;
  return ((fieldNumber(object.metadata, 'key_usage') ?? 0) & usages) === 0 ? 0x24 : { key, object };
}

/** Checks the execute condition and reports the use to the security monitor. Keys in session contexts need neither. */
export async function useKey(machine: Machine, { object }: FoundKey): Promise<ErrorCode | undefined> {
  if (object === undefined) return undefined;
  const denied = permit(machine, object, 'execute');
  if (denied === undefined) await machine.monitor.event();
  return denied;
}
