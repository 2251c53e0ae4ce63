import type { Session as UpdateSession } from '../../update/confidentiality.ts';
import type { Manifest } from '../../update/manifest.ts';
import type { Oid } from '../../objects/oid.ts';
import type { StoredKey } from './keys.ts';
import type { Sha256State } from './sha256State.ts';
import type { TornAfter } from './tearing.ts';

/** What a session context (E100…E103) holds. */
export type Session =
  | { readonly kind: 'key'; readonly key: StoredKey; readonly usage: number }
  | { readonly kind: 'secret'; readonly secret: Uint8Array }
  /** Optional data ‖ random bytes of GetRandom: for an authorization, or as pre-master secret. */
  | { readonly kind: 'random'; readonly random: Uint8Array };

/** A protected update between its manifest and its last fragment. */
export interface UpdateSequence {
  readonly manifest: Manifest;
  /** Expected digest of the next fragment. */
  digest: Uint8Array;
  /** Number of the next fragment, from 1. */
  fragment: number;
  /** Payload bytes received so far. They are collected for keys and metadata, and written immediately for data. */
  received: number;
  payload: Uint8Array;
  readonly session?: UpdateSession;
}

/** A symmetric operation between start and final. */
export interface SymSequence {
  readonly command: 'EncryptSym' | 'DecryptSym';
  readonly mode: number;
  readonly key: Uint8Array;
  iv: Uint8Array;
  /** Input of the MAC and hash modes. Their result comes at the end. */
  gathered: Uint8Array;
}

/** What a power cycle clears. */
export interface Volatile {
  open: boolean;
  lastError: number;
  readonly sessions: Map<Oid, Session>;
  /** Authorization references whose Auto state is set. */
  readonly authorized: Set<Oid>;
  update: UpdateSequence | undefined;
  hash: Sha256State | undefined;
  sym: SymSequence | undefined;
  /** The firmware holds the binding secret: every command uses the shielded connection. */
  shielded: boolean;
  /** The power fails after this many bytes of the next write, when that write is not atomic. */
  tearing: TornAfter | undefined;
}

export const freshVolatile = (): Volatile => ({
  open: false,
  lastError: 0,
  sessions: new Map(),
  authorized: new Set(),
  update: undefined,
  hash: undefined,
  sym: undefined,
  shielded: false,
  tearing: undefined,
});

/** Context saved by CloseApplication (hibernate). It survives a power cycle and can be restored once. */
export interface SavedContext {
  readonly handle: Uint8Array;
  readonly sessions: Volatile['sessions'];
  readonly authorized: Volatile['authorized'];
  /** Application security status (F1C1). */
  readonly status: Uint8Array;
}
