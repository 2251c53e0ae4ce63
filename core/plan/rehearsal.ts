import type { Fault } from '../result/fault.ts';
import type { Change } from './changes.ts';
import { runOrder, type RunOrder } from './order.ts';
import type { Step } from './step.ts';

/** What a step did on the twin. */
export interface RehearsedStep {
  readonly step: Step;
  readonly state: 'would-change' | 'already-done' | 'refused' | 'not-reached' | 'not-rehearsable';
  readonly changes: readonly Change[];
  readonly fault?: Fault;
  /** Why what it does can't be undone; absent when it can, or when there is nothing left to do. */
  readonly irreversible?: string;
  /** It closes something permanently: see `RunOrder`. */
  readonly lock: boolean;
  /** The object that it is about is a trust anchor behind it. */
  readonly anchor?: true;
  /** Why it could not be tried, or what is not proved of it. */
  readonly note?: string;
  /** It was tried with what was given, and nothing shows that the chip holds the same. */
  readonly assumes?: string;
  /** Frame bytes both ways, and the chip's typical time in ms. */
  readonly cost: { readonly bytes: number; readonly chipMs: number };
}

/**
 * One verdict on the whole plan; the review's headline and colour, its button and the command line follow it.
 * `passed`: every step was tried on the twin, or is done already. `not-all-tried`: nothing was refused, and a step
 * could not be tried, so that only the chip can tell. `refused`: the chip would refuse a step.
 */
export type RehearsalVerdict = 'passed' | 'not-all-tried' | 'refused';

export interface Rehearsal {
  readonly steps: readonly RehearsedStep[];
  readonly verdict: RehearsalVerdict;
  /** What the plan leaves on the chip although it would not work there: one for each such object. */
  readonly warnings: readonly Fault[];
}

/** Something is assumed of a step: it could not be tried, or is taken for done and nothing shows that it is. */
export const isUntried = ({ state, note, assumes }: Pick<RehearsedStep, 'state' | 'note' | 'assumes'>): boolean =>
  state === 'not-rehearsable' || assumes !== undefined || (state === 'already-done' && note !== undefined);

export function rehearsalVerdict(steps: readonly RehearsedStep[]): RehearsalVerdict {
  if (steps.some(({ state }) => state === 'refused' || state === 'not-reached')) return 'refused';
  return steps.some(isUntried) ? 'not-all-tried' : 'passed';
}

const idsOf = (steps: readonly RehearsedStep[], which: (step: RehearsedStep) => boolean): ReadonlySet<string> => new Set(steps.filter(which).map(({ step }) => step.id));

/** @see RunOrder.anchors */
export const anchorSteps = (steps: readonly RehearsedStep[]): ReadonlySet<string> => idsOf(steps, ({ anchor }) => anchor === true);

/** The order in which a rehearsed plan runs. */
export const rehearsedOrder = ({ steps }: Rehearsal): RunOrder =>
  runOrder(
    steps.map(({ step }) => step),
    idsOf(steps, ({ lock }) => lock),
    anchorSteps(steps),
  );
