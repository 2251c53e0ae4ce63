import type { Clock, Randomness } from '../../bridge/bytePort.ts';
import type { RsaPrivateKey } from '../../keys/rsa.ts';
import type { CheckSignature } from '../../keys/signer.ts';
import type { Oid } from '../../objects/oid.ts';
import type { Profile } from '../profiles/profile.ts';
import type { SecurityMonitor } from './monitor.ts';
import type { Outcome } from './outcome.ts';
import type { Volatile, SavedContext } from './sequences.ts';
import type { Store, StoredObject } from './store.ts';

/** The internals of the chip, for the command handlers. */
export interface Machine {
  readonly profile: Profile;
  /** Trust M V3, or Express. */
  readonly v3: boolean;
  readonly random: Randomness;
  readonly clock: Clock;
  readonly store: Store;
  readonly monitor: SecurityMonitor;
  readonly makeRsaKey: (bits: 1024 | 2048) => Promise<RsaPrivateKey>;
  /** Verifies the signatures of manifests. */
  readonly check: CheckSignature;
  volatile: Volatile;
  saved: SavedContext | undefined;
}

/** 01 when the chip has no such object. Session contexts cannot be addressed like this. */
export const objectAt = (machine: Machine, id: Oid | undefined): Outcome<StoredObject> =>
  (id === undefined ? undefined : machine.store.get(id)) ?? 0x01;

export const byteOf = (machine: Machine, id: Oid): number | undefined => machine.store.get(id)?.data?.[0];

export const isSession = (id: Oid): boolean => id >= 0xe100 && id <= 0xe103;
