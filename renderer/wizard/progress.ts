import type { WizardAnswers, WizardView } from '../../core/contract/wizard.ts';
import type { Skipped } from './steps/step.ts';

/** The part of a step that decides the order and the states. The registry's steps have more. */
export interface Skippable {
  readonly skipped: (answers: WizardAnswers) => Skipped | undefined;
}

/** Numbered as in the vendor's documents. */
export const numberOf = (at: number): string => `${at}/7`;

export const problemsOf = (view: WizardView, step: number): WizardView['problems'] => view.problems.filter((problem) => problem.step === step);

export const warningsOf = (view: WizardView, step: number): WizardView['warnings'] => view.warnings.filter((warning) => warning.step === step);

/** Whether a problem is only a missing answer. It is not a fault: the step is still to do. */
export const isMissing = ({ fault }: WizardView['problems'][number]): boolean => fault.code === 'wizard/missing';

/**
 * Returns the state of a step. Only a fault in a step that was opened is a problem. Later steps, and steps that only
 * lack an answer, are "to do".
 */
export function stateOf(steps: readonly Skippable[], view: WizardView, at: number, seen: number): 'skipped' | 'problem' | 'todo' | 'ready' {
  if (steps[at]?.skipped(view.answers) !== undefined) return 'skipped';
  const problems = problemsOf(view, at);
  if (problems.length > 0) return at < seen && !problems.every(isMissing) ? 'problem' : 'todo';
  return at <= seen ? 'ready' : 'todo';
}

/** Returns the next step in a direction that is not skipped; undefined past the ends. */
export function neighbour(steps: readonly Skippable[], answers: WizardAnswers, at: number, direction: 1 | -1): number | undefined {
  for (let to = at + direction; to >= 0 && to < steps.length; to += direction) {
    if (steps[to]?.skipped(answers) === undefined) return to;
  }
  return undefined;
}

/** Returns the steps that still prevent making the plan, in order, without duplicates. */
export const openSteps = (view: WizardView): number[] => [...new Set(view.problems.map(({ step }) => step))].toSorted((a, b) => a - b);
