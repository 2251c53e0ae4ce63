import type { BytePort } from '../../../core/bridge/bytePort.ts';
import { Link } from '../../../core/bridge/link.ts';
import { connectChip } from '../../../core/chip/connect.ts';
import type { ChipSession } from '../../../core/chip/session.ts';
import { seededRandom } from '../../../core/keys/testing/random.ts';
import type { Result } from '../../../core/result/result.ts';
import { createChip, type SimulatedChip } from '../../../core/simulator/chip/chip.ts';
import type { ChipState } from '../../../core/simulator/chip/state.ts';
import type { FaultRule } from '../../../core/simulator/faults/fault.ts';
import { createBoard, type Board } from '../../../core/simulator/firmware/board.ts';
import { profiles } from '../../../core/simulator/profiles/profiles.ts';
import { ManualClock } from '../../../core/simulator/testing/manualClock.ts';
import { testRsaKey } from '../../../core/simulator/testing/rsaKeys.ts';

/** A simulated board whose waits cost no time. */
export interface Rig {
  readonly clock: ManualClock;
  /** The chip that the procedure is for. */
  readonly chip: SimulatedChip;
  readonly board: Board;
  /** The chip that takes its place (`swap`), with what it held then; undefined while none has. */
  other(): { readonly chip: SimulatedChip; readonly before: ChipState; readonly present: boolean } | undefined;
  /** Takes the other chip off, and puts the first one back. */
  putBack(): void;
}

/** A place on the board where chips are swapped: both keep their memories. */
function socketFor(first: SimulatedChip, clock: ManualClock) {
  let other: { readonly chip: SimulatedChip; readonly before: ChipState; present: boolean } | undefined;
  const now = (): SimulatedChip => (other?.present === true ? other.chip : first);
  const socket: SimulatedChip = {
    profile: first.profile,
    transmit: (apdu) => now().transmit(apdu),
    tear: (apdu, after) => now().tear(apdu, after),
    powerCycle: () => now().powerCycle(),
    shield: (secret) => now().shield(secret),
    setAuthorized: (references) => now().setAuthorized(references),
    snapshot: () => now().snapshot(),
    restore: (state) => now().restore(state),
    object: (id) => now().object(id),
    swap: () => {
      const chip = createChip({ profile: first.profile, random: seededRandom('other chip'), clock, makeRsaKey: testRsaKey });
      chip.swap();
      other = { chip, before: chip.snapshot(), present: true };
    },
  };
  const putBack = (): void => {
    if (other !== undefined) other.present = false;
    first.powerCycle();
  };
  return { socket, other: () => other, putBack };
}

export function makeRig(state: ChipState, faults: readonly FaultRule[] = [], onTransfer?: (apdu: Uint8Array, response: Uint8Array) => void): Rig {
  const clock = new ManualClock();
  const chip = createChip({ profile: profiles['trust-m-v3'], state, random: seededRandom('chip'), clock, makeRsaKey: testRsaKey });
  const { socket, other, putBack } = socketFor(chip, clock);
  const seen = onTransfer === undefined ? {} : { onTransfer: (apdu: Uint8Array, response: Uint8Array) => (other()?.present === true ? undefined : onTransfer(apdu, response)) };
  const board = createBoard({ chip: socket, clock, timing: 'none', faults, name: 'board', ...seen });
  return { clock, chip, board, other, putBack };
}

/** What the product does with a port before anything else. */
export const openSession = (port: BytePort, clock: ManualClock): Promise<Result<ChipSession>> => connectChip(new Link(port, { clock }), { clock });
