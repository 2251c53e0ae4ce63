import type { PlanView, StepView } from '../../../core/contract/plan.ts';
import type { WizardAnswers } from '../../../core/contract/wizard.ts';
import type { StepId } from '../../wizard/steps/step.ts';

export const refusedStep = (plan: PlanView): StepView | undefined => plan.steps.find(({ rehearsal }) => rehearsal === 'refused');

/** Whether the rehearsal stopped because a file that the step needs is missing. The chip refused nothing. */
export const lacksFile = ({ rehearsal, fault }: StepView): boolean => rehearsal === 'refused' && fault?.code === 'plan/material-missing';

/** Whether a step was not tried on the twin, or counts as done without proof. Such a step is never shown in green. */
export const isAssumed = ({ rehearsal, note, assumes }: StepView): boolean => rehearsal === 'not-rehearsable' || assumes !== undefined || (rehearsal === 'already-done' && note !== undefined);

/**
 * Returns the wizard's step in which the user can correct a refused step. The fault may name another object than the
 * refused step does, for example a data set's trust anchor.
 */
export function stepToMend({ object, fault }: Pick<StepView, 'object' | 'fault'>, answers: WizardAnswers): StepId {
  const named = fault?.object === undefined ? 'target' : stepThatChose(fault.object, answers);
  return named === 'target' ? stepThatChose(object, answers) : named;
}

/** Returns the wizard's step in which the object was chosen, or the first step if there is none. */
export function stepThatChose(object: string, answers: WizardAnswers): StepId {
  if (object === answers.anchorObject) return 'anchor';
  if (answers.confidentiality && object === answers.secretObject) return 'secretObject';
  return 'target';
}
