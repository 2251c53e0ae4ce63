import type { Fault } from '../result/fault.ts';
import type { Metadata } from '../objects/metadata.ts';
import type { Oid } from '../objects/oid.ts';
import type { Change } from './changes.ts';
import { runOrder, type RunOrder } from './order.ts';
import type { Step } from './step.ts';

/** The effect of a step on the twin. */
export interface RehearsedStep {
  readonly step: Step;
  readonly state: 'would-change' | 'already-done' | 'refused' | 'not-reached' | 'not-rehearsable';
  readonly changes: readonly Change[];
  readonly fault?: Fault;
  /** Why the step's effect can't be undone; absent when it can, or when nothing is left to do. */
  readonly irreversible?: string;
  /** Whether the step closes something permanently: see `RunOrder`. */
  readonly lock: boolean;
  /** Whether the step's object is a trust anchor afterwards. */
  readonly anchor?: true;
  /** Why the step could not be tried, or what it does not prove. */
  readonly note?: string;
  /** What was assumed: the step was tried with given inputs, and nothing shows that the chip holds the same. */
  readonly assumes?: string;
  /** Frame bytes both ways, and the chip's typical time in ms. */
  readonly cost: { readonly bytes: number; readonly chipMs: number };
}

/**
 * The result for the whole plan. The review's headline, colour and button and the command line depend on it. `passed`:
 * every step was tried on the twin, or is done already. `not-all-tried`: nothing was refused, but a step could not be
 * tried, so only the chip can tell. `refused`: the chip would refuse a step.
 */
export type RehearsalVerdict = 'passed' | 'not-all-tried' | 'refused';

export interface Rehearsal {
  readonly steps: readonly RehearsedStep[];
  readonly verdict: RehearsalVerdict;
  /** Objects that the plan leaves on the chip in a state that does not work: one warning each. */
  readonly warnings: readonly Fault[];
  /** Each object of the plan: its metadata before the run, then after each step that changed it. The used size does not count. */
  readonly states: ReadonlyMap<Oid, readonly Metadata[]>;
  /** Ids of the steps that neither their own check nor a later step proved. */
  readonly unproved: ReadonlySet<string>;
}

/** Whether the step rests on an assumption: it could not be tried, or it counts as done although nothing shows this. */
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
