import type { FaultRule } from '../../../core/simulator/faults/fault.ts';
import type { HostCut } from '../faults/cutPort.ts';
import { cutKinds, cutsOf, type Cut, type CutKind, type Exchanged } from '../faults/cuts.ts';
import type { Dice } from './dice.ts';

/** What goes wrong with one chip. */
export interface Drawn {
  /** At most one: the process dies, or the cable is pulled in the middle of a frame. */
  readonly host?: HostCut;
  readonly rules: readonly FaultRule[];
}

/** How many faults a chip meets. */
const counts = [0, 1, 1, 2, 2, 3];

const killed = (cut: Cut): boolean => cut.host?.kind === 'kill';

/** Kinds are drawn first: most of a request's cuts are of the same few kinds. */
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
 * Draws the faults of one chip out of every way in which `npm run faults` cuts a request.
 * @param exchanges of an uninterrupted run: later requests are not hit, so every fault has a good chance to come true
 * @param mayKill whether the process may die too
 */
export function drawFaults(exchanges: readonly Exchanged[], dice: Dice, mayKill: boolean): Drawn {
  const cuts = Array.from({ length: dice.pick(counts) }, () => drawCut(exchanges, dice, mayKill));
  const host = cuts.find((cut) => cut?.host !== undefined)?.host;
  return { rules: cuts.flatMap((cut) => cut?.rule ?? []), ...(host === undefined ? {} : { host }) };
}
