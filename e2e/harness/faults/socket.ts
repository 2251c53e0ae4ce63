import { seededRandom } from '../../../core/keys/testing/random.ts';
import type { Clock } from '../../../core/bridge/bytePort.ts';
import { createChip, type SimulatedChip } from '../../../core/simulator/chip/chip.ts';
import type { ChipState } from '../../../core/simulator/chip/state.ts';
import { testRsaKey } from '../../../core/simulator/testing/rsaKeys.ts';
import { hostCheck } from '../../../electron/signers/hostCheck.ts';

/** The chip that replaced the first one. */
export interface OtherChip {
  readonly chip: SimulatedChip;
  /** The chip's memory when it was put in, which must not change. */
  readonly before: ChipState;
  readonly present: boolean;
}

export interface Socket {
  /** The chip that is on the board. */
  readonly chip: SimulatedChip;
  other(): OtherChip | undefined;
  /** Removes the other chip, and puts the first one back. */
  putBack(): void;
}

/** A socket on the board in which chips can be exchanged. Both keep their memories. */
export function socketFor(first: SimulatedChip, clock: Clock): Socket {
  const { profile } = first;
  let other: (OtherChip & { present: boolean }) | undefined;
  const now = (): SimulatedChip => (other?.present === true ? other.chip : first);
  const chip: SimulatedChip = {
    profile,
    transmit: (apdu) => now().transmit(apdu),
    tear: (apdu, after) => now().tear(apdu, after),
    powerCycle: () => now().powerCycle(),
    shield: (secret) => now().shield(secret),
    setAuthorized: (references) => now().setAuthorized(references),
    snapshot: () => now().snapshot(),
    restore: (state) => now().restore(state),
    object: (id) => now().object(id),
    swap: () => {
      const stranger = createChip({ profile, random: seededRandom('other chip'), clock, makeRsaKey: testRsaKey, check: hostCheck });
      stranger.swap();
      other = { chip: stranger, before: stranger.snapshot(), present: true };
    },
  };
  const putBack = (): void => {
    if (other?.present !== true) return;
    other.present = false;
    first.powerCycle();
  };
  return { chip, other: () => other, putBack };
}
