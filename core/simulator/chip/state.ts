import { hex, toHex } from '../../bytes/hex.ts';
import { isCurveName, type CurveName } from '../../keys/curves.ts';
import type { RsaPrivateKey } from '../../keys/rsa.ts';
import { encodeMetadata } from '../../objects/metadata.ts';
import { oid } from '../../objects/oid.ts';
import type { StoredKey } from './keys.ts';
import type { SavedContext, Session } from './sequences.ts';
import { maxSize, type Store, type StoredObject } from './store.ts';

/** A key in a snapshot, in hexadecimal. A simulated chip's keys are not secret. */
export type KeyState =
  | { readonly kind: 'ec'; readonly curve: string; readonly privateKey: string }
  | {
      readonly kind: 'rsa';
      readonly modulus: string;
      readonly exponent: string;
      readonly privateExponent: string;
      readonly p: string;
      readonly q: string;
    }
  | { readonly kind: 'aes'; readonly key: string };

/** An object in a profile or snapshot. Hexadecimal; `data` without the zeros at its end. */
export interface ObjectState {
  readonly metadata: string;
  readonly data?: string;
  readonly key?: KeyState;
}

type SessionState =
  | { readonly kind: 'key'; readonly key: KeyState; readonly usage: number }
  | { readonly kind: 'secret' | 'random'; readonly bytes: string };

/** Everything that survives a power cycle, as plain JSON. */
export interface ChipState {
  readonly version: 1;
  /** Name of the profile it was made from. */
  readonly profile: string;
  readonly objects: Readonly<Record<string, ObjectState>>;
  readonly saved?: {
    readonly handle: string;
    readonly status: string;
    readonly authorized: readonly number[];
    readonly sessions: readonly (readonly [id: number, session: SessionState])[];
  };
}

function keyState(key: StoredKey): KeyState {
  if (key.kind === 'ec') return { kind: 'ec', curve: key.curve, privateKey: toHex(key.privateKey) };
  if (key.kind === 'aes') return { kind: 'aes', key: toHex(key.key) };
  const { modulus, exponent, privateExponent, primes } = key.key;
  const [n, e, d, p, q] = [modulus, exponent, privateExponent, ...primes].map(toHex) as [string, string, string, string, string];
  return { kind: 'rsa', modulus: n, exponent: e, privateExponent: d, p, q };
}

/** Throws on an unknown curve, because snapshots are written by this program only. */
export function keyOfState(state: KeyState): StoredKey {
  if (state.kind === 'aes') return { kind: 'aes', key: hex(state.key) };
  if (state.kind === 'ec') {
    if (!isCurveName(state.curve)) throw new Error(`no curve: ${state.curve}`);
    return { kind: 'ec', curve: state.curve satisfies CurveName, privateKey: hex(state.privateKey) };
  }
  const key: RsaPrivateKey = {
    modulus: hex(state.modulus),
    exponent: hex(state.exponent),
    privateExponent: hex(state.privateExponent),
    primes: [hex(state.p), hex(state.q)],
  };
  return { kind: 'rsa', key };
}

/** Without the zeros at its end, but at least one byte. */
function shortened(data: Uint8Array): Uint8Array {
  let length = data.length;
  while (length > 1 && data[length - 1] === 0) length -= 1;
  return data.subarray(0, length);
}

function objectState(object: StoredObject): ObjectState {
  return {
    metadata: toHex(encodeMetadata(object.metadata)),
    ...(object.data === undefined ? {} : { data: toHex(shortened(object.data)) || '00' }),
    ...(object.key === undefined ? {} : { key: keyState(object.key) }),
  };
}

const sessionState = (session: Session): SessionState => {
  if (session.kind === 'key') return { kind: 'key', key: keyState(session.key), usage: session.usage };
  return { kind: session.kind, bytes: toHex(session.kind === 'secret' ? session.secret : session.random) };
};

const sessionOf = (state: SessionState): Session => {
  if (state.kind === 'key') return { kind: 'key', key: keyOfState(state.key), usage: state.usage };
  const bytes = hex(state.bytes);
  return state.kind === 'secret' ? { kind: 'secret', secret: bytes } : { kind: 'random', random: bytes };
};

const hexId = (id: number): string => id.toString(16).padStart(4, '0');

export function snapshotOf(profile: string, store: Store, saved: SavedContext | undefined): ChipState {
  const objects = Object.fromEntries([...store.values()].map((object) => [hexId(object.id), objectState(object)]));
  if (saved === undefined) return { version: 1, profile, objects };
  const sessions = [...saved.sessions].map(([id, session]) => [id, sessionState(session)] as const);
  const { handle, status, authorized } = saved;
  return {
    version: 1,
    profile,
    objects,
    saved: { handle: toHex(handle), status: toHex(status), authorized: [...authorized], sessions },
  };
}

export const savedOf = (saved: NonNullable<ChipState['saved']>): SavedContext => ({
  handle: hex(saved.handle),
  status: hex(saved.status),
  authorized: new Set(saved.authorized.map(oid)),
  sessions: new Map(saved.sessions.map(([id, session]) => [oid(id), sessionOf(session)])),
});

/** Data at its full size. Bytes that the dump lacks are set to `fill`. */
export function dataOfState(state: ObjectState, object: StoredObject, fill: (length: number) => Uint8Array): Uint8Array {
  const data = new Uint8Array(maxSize(object));
  const given = state.data === undefined ? fill(data.length) : hex(state.data);
  data.set(given.subarray(0, data.length));
  return data;
}
