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
import { hostCheck } from '../../../electron/signers/hostCheck.ts';
import { socketFor, type OtherChip } from './socket.ts';

/** A simulated board whose waits take no real time. */
export interface Rig {
  readonly clock: ManualClock;
  /** The procedure's chip. */
  readonly chip: SimulatedChip;
  readonly board: Board;
  /** The chip that replaced the procedure's chip (`swap`), with its memory at that time; undefined while no chip did. */
  other(): OtherChip | undefined;
  /** Removes the other chip, and puts the first one back. */
  putBack(): void;
}

export function makeRig(state: ChipState, faults: readonly FaultRule[] = [], onTransfer?: (apdu: Uint8Array, response: Uint8Array) => void): Rig {
  const clock = new ManualClock();
  const chip = createChip({ profile: profiles['trust-m-v3'], state, random: seededRandom('chip'), clock, makeRsaKey: testRsaKey, check: hostCheck });
  const { chip: socket, other, putBack } = socketFor(chip, clock);
  const seen = onTransfer === undefined ? {} : { onTransfer: (apdu: Uint8Array, response: Uint8Array) => (other()?.present === true ? undefined : onTransfer(apdu, response)) };
  const board = createBoard({ chip: socket, clock, timing: 'none', faults, name: 'board', ...seen });
  return { clock, chip, board, other, putBack };
}

/** The product's first actions on a port. */
export const openSession = (port: BytePort, clock: ManualClock): Promise<Result<ChipSession>> => connectChip(new Link(port, { clock }), { clock });
