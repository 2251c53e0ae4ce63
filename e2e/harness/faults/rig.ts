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
  readonly chip: SimulatedChip;
  readonly board: Board;
}

export function makeRig(state: ChipState, faults: readonly FaultRule[] = [], onTransfer?: (apdu: Uint8Array, response: Uint8Array) => void): Rig {
  const clock = new ManualClock();
  const chip = createChip({ profile: profiles['trust-m-v3'], state, random: seededRandom('chip'), clock, makeRsaKey: testRsaKey });
  const board = createBoard({ chip, clock, timing: 'none', faults, name: 'board', ...(onTransfer === undefined ? {} : { onTransfer }) });
  return { clock, chip, board };
}

/** What the product does with a port before anything else. */
export const openSession = (port: BytePort, clock: ManualClock): Promise<Result<ChipSession>> => connectChip(new Link(port, { clock }), { clock });
