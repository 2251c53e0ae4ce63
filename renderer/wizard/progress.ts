import type { WizardAnswers, WizardView } from '../../core/contract/wizard.ts';
import type { Skipped } from './steps/step.ts';

/** The inputs of the order and the states. The registry has more. */
export interface Skippable {
  readonly skipped: (answers: WizardAnswers) => Skipped | undefined;
}

/** Numbered as in the vendor's documents. */
export const numberOf = (at: number): string => `${at}/7`;

export const problemsOf = (view: WizardView, step: number): WizardView['problems'] => view.problems.filter((problem) => problem.step === step);

export const warningsOf = (view: WizardView, step: number): WizardView['warnings'] => view.warnings.filter((warning) => warning.step === step);

/** A missing answer is not a fault: its step is still to do. */
export const isMissing = ({ fault }: WizardView['problems'][number]): boolean => fault.code === 'wizard/missing';

/** Only a fault in a step that was opened needs attention. What is only missing, and later steps, are "to do". */
export function stateOf(steps: readonly Skippable[], view: WizardView, at: number, seen: number): 'skipped' | 'problem' | 'todo' | 'ready' {
  if (steps[at]?.skipped(view.answers) !== undefined) return 'skipped';
  const problems = problemsOf(view, at);
  if (problems.length > 0) return at < seen && !problems.every(isMissing) ? 'problem' : 'todo';
  return at <= seen ? 'ready' : 'todo';
}

/** The next step in a direction, without skipped steps; undefined past the ends. */
export function neighbour(steps: readonly Skippable[], answers: WizardAnswers, at: number, direction: 1 | -1): number | undefined {
  for (let to = at + direction; to >= 0 && to < steps.length; to += direction) {
    if (steps[to]?.skipped(answers) === undefined) return to;
  }
  return undefined;
}

/** Steps that still prevent making the plan, in order, without duplicates. */
export const openSteps = (view: WizardView): number[] => [...new Set(view.problems.map(({ step }) => step))].toSorted((a, b) => a - b);
