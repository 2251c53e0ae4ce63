import { commandCodes } from '../../apdu/codes.ts';
import type { Clock, Randomness } from '../../bridge/bytePort.ts';
import { equalSecret } from '../../bytes/bytes.ts';
import { rsaGenerate } from '../../keys/rsaGenerate.ts';
import type { RsaPrivateKey } from '../../keys/rsa.ts';
import { checkHere, type CheckSignature } from '../../keys/signer.ts';
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
import { inTurn } from '../../result/inTurn.ts';

export interface ChipOptions {
  readonly profile: Profile;
  /** The snapshot to start from. Without one, the chip is as delivered by the factory. */
  readonly state?: ChipState;
  readonly random: Randomness;
  readonly clock: Clock;
  /** Makes RSA keys. Default: the runtime's WebCrypto. Tests pass ready-made keys. */
  readonly makeRsaKey?: (bits: 1024 | 2048) => Promise<RsaPrivateKey>;
  /** Verifies the signatures of manifests. Default: our own arithmetic. Rehearsals and tests pass the host's crypto, which is faster. */
  readonly check?: CheckSignature;
}

/** The object's state for tests, regardless of access conditions. */
export interface ObjectView {
  /** The used bytes; absent for key objects. */
  readonly data?: Uint8Array;
  readonly metadata: Uint8Array;
  readonly hasKey: boolean;
}

export interface SimulatedChip {
  readonly profile: Profile;
  /** Takes one command APDU and gives the response APDU. A second command waits for the first. */
  transmit(apdu: Uint8Array): Promise<Uint8Array>;
  /** Runs a command and cuts the power after this many bytes of its write, so that no answer comes. */
  tear(apdu: Uint8Array, after?: TornAfter): Promise<void>;
  /** Power off and on. Contexts, Auto states, sequences and the last error are lost. */
  powerCycle(): void;
  /** Opens the shielded connection with the binding secret, as the microcontroller does. From then on every command is shielded. */
  shield(secret: Uint8Array): boolean;
  /** Sets Auto states without an authorization, for a twin of a chip whose reference is unknown. */
  setAuthorized(references: Iterable<Oid>): void;
  /** Everything that survives a power cycle. */
  snapshot(): ChipState;
  restore(state: ChipState): void;
  object(id: Oid): ObjectView | undefined;
  /** Replaces this chip by another one of the same kind, as delivered by the factory, powered up. */
  swap(): void;
}

/** Commands that write. All other commands leave nothing behind when the power fails. */
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
    check: options.check ?? checkHere,
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

/** A simulated OPTIGA Trust M, powered up, with its application closed. */
export function createChip(options: ChipOptions): SimulatedChip {
  let machine = makeMachine(options, options.state);
  const next = inTurn();
  const powerCycle = (): void => {
    machine.volatile = freshVolatile();
    resetStatus(machine, special.statusG);
    resetStatus(machine, special.statusA);
    machine.monitor.restart();
  };
  powerCycle();
  return {
    profile: options.profile,
    transmit: (apdu) => next(() => dispatch(machine, apdu)),
    tear: (apdu, after = 'half') =>
      next(async () => {
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
