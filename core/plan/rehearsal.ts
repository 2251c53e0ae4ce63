import type { Fault } from '../result/fault.ts';
import type { Change } from './changes.ts';
import type { Step } from './step.ts';

/** What a step did on the twin. */
export interface RehearsedStep {
  readonly step: Step;
  readonly state: 'would-change' | 'already-done' | 'refused' | 'not-reached' | 'not-rehearsable';
  readonly changes: readonly Change[];
  readonly fault?: Fault;
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
