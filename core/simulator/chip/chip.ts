import { commandCodes } from '../../apdu/codes.ts';
import type { Clock, Randomness } from '../../bridge/bytePort.ts';
import { equalSecret } from '../../bytes/bytes.ts';
import { rsaGenerate } from '../../keys/rsaGenerate.ts';
import type { RsaPrivateKey } from '../../keys/rsa.ts';
import { encodeMetadata, inTagOrder } from '../../objects/metadata.ts';
import { bindingSecret, type Oid } from '../../objects/oid.ts';
import { resetStatus } from '../handlers/openApplication.ts';
import type { Profile } from '../profiles/profile.ts';
import { dispatch } from './dispatch.ts';
import type { Machine } from './machine.ts';
import { special } from './special.ts';
import { makeStore } from './makeStore.ts';
import { SecurityMonitor } from './monitor.ts';
import { otherState } from './otherChip.ts';
import { freshVolatile } from './sequences.ts';
import { savedOf, snapshotOf, type ChipState } from './state.ts';
import { readable } from './store.ts';
import type { TornAfter } from './tearing.ts';

export interface ChipOptions {
  readonly profile: Profile;
  /** A snapshot to go on from; without one the chip is as the factory left it. */
  readonly state?: ChipState;
  readonly random: Randomness;
  readonly clock: Clock;
  /** Makes RSA keys; by default the runtime's WebCrypto does. Tests pass ready-made ones. */
  readonly makeRsaKey?: (bits: 1024 | 2048) => Promise<RsaPrivateKey>;
}

/** What a test may look at, whatever the access conditions say. */
export interface ObjectView {
  /** Used bytes; absent for key objects. */
  readonly data?: Uint8Array;
  readonly metadata: Uint8Array;
  readonly hasKey: boolean;
}

export interface SimulatedChip {
  readonly profile: Profile;
  /** One command APDU in, the response APDU out. One at a time: a second waits for the first. */
  transmit(apdu: Uint8Array): Promise<Uint8Array>;
  /** Runs a command until so many bytes of its write are in, then cuts the power: no answer. */
  tear(apdu: Uint8Array, after?: TornAfter): Promise<void>;
  /** Power off and on: contexts, Auto states, sequences and the last error are gone. */
  powerCycle(): void;
  /** A handshake with the binding secret, as the microcontroller does it: from then on every command is shielded. */
  shield(secret: Uint8Array): boolean;
  /** Sets Auto states as an authorization does: for a twin of a chip whose reference nobody knows. */
  setAuthorized(references: Iterable<Oid>): void;
  /** Everything that survives a power cycle. */
  snapshot(): ChipState;
  restore(state: ChipState): void;
  object(id: Oid): ObjectView | undefined;
  /** Puts another chip of the same kind in its place, as the factory left it, powered up. */
  swap(): void;
}

/** Commands that write; of the others nothing is left when the power goes. */
const tearable: readonly number[] = [commandCodes.SetDataObject, commandCodes.SetObjectProtected];

function makeMachine(options: ChipOptions, state: ChipState | undefined): Machine {
  const { profile, random, clock } = options;
  const store = makeStore(state?.objects ?? profile.objects, random);
  return {
    profile,
    v3: profile.family === 'trust-m-v3',
    random,
    clock,
    store,
    monitor: new SecurityMonitor(store, clock),
    makeRsaKey: options.makeRsaKey ?? ((bits) => rsaGenerate(bits)),
    volatile: freshVolatile(),
    saved: state?.saved && savedOf(state.saved),
  };
}

function view(machine: Machine, id: Oid): ObjectView | undefined {
  const object = machine.store.get(id);
  if (object === undefined) return undefined;
  const metadata = encodeMetadata(inTagOrder(object.metadata));
  const hasKey = object.key !== undefined;
  return object.data === undefined ? { metadata, hasKey } : { data: readable(object).slice(), metadata, hasKey };
}

/** A simulated OPTIGA Trust M, powered up, its application closed. */
export function createChip(options: ChipOptions): SimulatedChip {
  let machine = makeMachine(options, options.state);
  let turn: Promise<unknown> = Promise.resolve();
  const inTurn = <T>(run: () => Promise<T>): Promise<T> => {
    const mine = turn.then(run);
    turn = mine.catch(() => undefined);
    return mine;
  };
  const powerCycle = (): void => {
    machine.volatile = freshVolatile();
    resetStatus(machine, special.statusG);
    resetStatus(machine, special.statusA);
    machine.monitor.restart();
  };
  powerCycle();
  return {
    profile: options.profile,
    transmit: (apdu) => inTurn(() => dispatch(machine, apdu)),
    tear: (apdu, after = 'half') =>
      inTurn(async () => {
        machine.volatile.tearing = after;
        if (tearable.includes((apdu[0] ?? 0) & 0x7f)) await dispatch(machine, apdu);
        powerCycle();
      }),
    powerCycle,
    shield(secret) {
      const bound = machine.store.get(bindingSecret);
      machine.volatile.shielded = bound?.data !== undefined && equalSecret(readable(bound), secret);
      return machine.volatile.shielded;
    },
    setAuthorized(references) {
      for (const reference of references) machine.volatile.authorized.add(reference);
    },
    snapshot: () => snapshotOf(options.profile.name, machine.store, machine.saved),
    restore(state) {
      machine = makeMachine(options, state);
      powerCycle();
    },
    object: (id) => view(machine, id),
    swap() {
      machine = makeMachine(options, otherState(options.profile, options.random, machine.store.get(special.uid)?.data));
      powerCycle();
    },
  };
}
