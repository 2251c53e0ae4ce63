import { cutKinds } from './cuts.ts';
import { killKinds } from './kills/kill.ts';
import type { Verdict } from './trial.ts';

const kinds = [...cutKinds, ...killKinds];
type Kind = (typeof kinds)[number];

interface Count {
  cuts: number;
  recovered: number;
  refused: number;
}

/** Sums verdicts by kind. */
export class Tally {
  readonly #counts = new Map<Kind, Count>();
  /** Describes the verdicts that were lost or refused. */
  readonly notes: string[] = [];

  add(procedure: string, { cut, state, why }: Verdict): void {
    const count = this.#counts.get(cut.kind) ?? { cuts: 0, recovered: 0, refused: 0 };
    count.cuts += 1;
    if (state === 'recovered') count.recovered += 1;
    if (state === 'refused') count.refused += 1;
    this.#counts.set(cut.kind, count);
    if (state !== 'recovered') this.notes.push(`${state}: ${procedure}, chip ${cut.chip + 1}, ${cut.says}: ${why}`);
  }

  get sum(): Count {
    const sum = { cuts: 0, recovered: 0, refused: 0 };
    for (const { cuts, recovered, refused } of this.#counts.values()) {
      sum.cuts += cuts;
      sum.recovered += recovered;
      sum.refused += refused;
    }
    return sum;
  }

  get good(): boolean {
    const { cuts, recovered, refused } = this.sum;
    return cuts > 0 && cuts === recovered + refused;
  }

  lines(): string[] {
    return kinds.flatMap((kind) => {
      const count = this.#counts.get(kind);
      return count === undefined ? [] : [`  ${sayCount(count)}  ${kind}`];
    });
  }
}

/** `12 cuts, 12 recovered`; refused ones are added when there are any. */
export const sayCount = ({ cuts, recovered, refused }: Count): string =>
  `${String(cuts).padStart(6)} cuts, ${String(recovered).padStart(6)} recovered${refused === 0 ? '' : `, ${refused} refused with what to do`}`;
