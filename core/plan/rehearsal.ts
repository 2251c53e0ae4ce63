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
  /** Why it could not be rehearsed, or what was assumed. */
  readonly note?: string;
  /** Frame bytes both ways, and the chip's typical time in ms. */
  readonly cost: { readonly bytes: number; readonly chipMs: number };
}

export interface Rehearsal {
  readonly steps: readonly RehearsedStep[];
  /** Whether nothing was refused. */
  readonly goesThrough: boolean;
}

/** The order in which a rehearsed plan runs. */
export const rehearsedOrder = ({ steps }: Rehearsal): RunOrder =>
  runOrder(
    steps.map(({ step }) => step),
    new Set(steps.filter(({ lock }) => lock).map(({ step }) => step.id)),
  );
