import type { Clock, Randomness } from '../../bridge/bytePort.ts';
import type { RsaPrivateKey } from '../../keys/rsa.ts';
import { oid, type Oid } from '../../objects/oid.ts';
import type { Profile } from '../profiles/profile.ts';
import type { SecurityMonitor } from './monitor.ts';
import type { Outcome } from './outcome.ts';
import type { Volatile } from './sequences.ts';
import type { Store, StoredObject } from './store.ts';

/** Context kept by CloseApplication (hibernate): it survives a power cycle and is good for one restore. */
export interface SavedContext {
  readonly handle: Uint8Array;
  readonly sessions: Volatile['sessions'];
  readonly authorized: Volatile['authorized'];
  /** Application security status (F1C1). */
  readonly status: Uint8Array;
}

/** The chip's inside, as the handlers see it. */
export interface Machine {
  readonly profile: Profile;
  /** Trust M V3, which Express is too. */
  readonly v3: boolean;
  readonly random: Randomness;
  readonly clock: Clock;
  readonly store: Store;
  readonly monitor: SecurityMonitor;
  readonly makeRsaKey: (bits: 1024 | 2048) => Promise<RsaPrivateKey>;
  volatile: Volatile;
  saved: SavedContext | undefined;
}

/** Objects that are no ordinary data. */
export const special = {
  lcsG: oid(0xe0c0),
  statusG: oid(0xe0c1),
  uid: oid(0xe0c2),
  sleepDelay: oid(0xe0c3),
  current: oid(0xe0c4),
  eventCounter: oid(0xe0c5),
  bufferSize: oid(0xe0c6),
  monitor: oid(0xe0c9),
  lcsA: oid(0xf1c0),
  statusA: oid(0xf1c1),
  lastError: oid(0xf1c2),
} as const;

/** 01 when the chip has no such object; session contexts are not addressed this way. */
export const objectAt = (machine: Machine, id: Oid | undefined): Outcome<StoredObject> =>
  (id === undefined ? undefined : machine.store.get(id)) ?? 0x01;

export const byteOf = (machine: Machine, id: Oid): number | undefined => machine.store.get(id)?.data?.[0];

export const isSession = (id: Oid): boolean => id >= 0xe100 && id <= 0xe103;
