import type { PlanView, StepView } from '../../../core/contract/plan.ts';
import type { WizardAnswers } from '../../../core/contract/wizard.ts';
import type { StepId } from '../../wizard/steps/step.ts';

export const refusedStep = (plan: PlanView): StepView | undefined => plan.steps.find(({ rehearsal }) => rehearsal === 'refused');

/** The chip did not refuse it: a file that the step needs is still missing. */
export const lacksFile = ({ rehearsal, fault }: StepView): boolean => rehearsal === 'refused' && fault?.code === 'plan/material-missing';

/** A step that was not tried on the twin, or that counts as done without proof. It is never shown in green. */
export const isAssumed = ({ rehearsal, note, assumes }: StepView): boolean => rehearsal === 'not-rehearsable' || assumes !== undefined || (rehearsal === 'already-done' && note !== undefined);

/** The object of a refusal. Its fault may name another object than the step does, for example a data set's trust anchor. */
export function stepToMend({ object, fault }: Pick<StepView, 'object' | 'fault'>, answers: WizardAnswers): StepId {
  const named = fault?.object === undefined ? 'target' : stepThatChose(fault.object, answers);
  return named === 'target' ? stepThatChose(object, answers) : named;
}

/** The wizard's step in which an object was chosen, where the user can correct a refused plan. If there is none, the first step. */
export function stepThatChose(object: string, answers: WizardAnswers): StepId {
  if (object === answers.anchorObject) return 'anchor';
  if (answers.confidentiality && object === answers.secretObject) return 'secretObject';
  return 'target';
}
