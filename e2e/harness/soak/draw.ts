import type { FaultRule } from '../../../core/simulator/faults/fault.ts';
import type { HostCut } from '../faults/cutPort.ts';
import { cutKinds, cutsOf, type Cut, type CutKind, type Exchanged } from '../faults/cuts.ts';
import type { Dice } from './dice.ts';

/** The faults for one chip. */
export interface Drawn {
  /** At most one: the process dies, or the cable is pulled in the middle of a frame. */
  readonly host?: HostCut;
  readonly rules: readonly FaultRule[];
}

/** Number of faults for a chip. */
const counts = [0, 1, 1, 2, 2, 3];

const killed = (cut: Cut): boolean => cut.host?.kind === 'kill';

/** Draws the kind of the cut first, because most cuts of a request are of the same few kinds. */
function drawCut(exchanges: readonly Exchanged[], dice: Dice, mayKill: boolean): Cut | undefined {
  const frame = dice.below(exchanges.length);
  const sizes = exchanges[frame];
  if (sizes === undefined) return undefined;
  const byKind = new Map<CutKind, Cut[]>();
  for (const cut of cutsOf(0, frame + 1, sizes)) {
    if (mayKill || !killed(cut)) byKind.set(cut.kind, [...(byKind.get(cut.kind) ?? []), cut]);
  }
  return dice.pick(byKind.get(dice.pick(cutKinds.filter((kind) => byKind.has(kind)))) ?? []);
}

/**
 * Chooses the faults for one chip from all cuts of `npm run faults`.
 * @param exchanges exchanges of an uninterrupted run. Later requests get no fault, so that most faults really occur.
 * @param mayKill whether the process may die too
 */
export function drawFaults(exchanges: readonly Exchanged[], dice: Dice, mayKill: boolean): Drawn {
  const cuts = Array.from({ length: dice.pick(counts) }, () => drawCut(exchanges, dice, mayKill));
  const host = cuts.find((cut) => cut?.host !== undefined)?.host;
  return { rules: cuts.flatMap((cut) => cut?.rule ?? []), ...(host === undefined ? {} : { host }) };
}
