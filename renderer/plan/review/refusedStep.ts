import type { PlanView, StepView } from '../../../core/contract/plan.ts';
import type { WizardAnswers } from '../../../core/contract/wizard.ts';
import type { StepId } from '../../wizard/steps/step.ts';

export const refusedStep = (plan: PlanView): StepView | undefined => plan.steps.find(({ rehearsal }) => rehearsal === 'refused');

/** Not refused by the chip: a file that the step needs was not given yet. */
export const lacksFile = ({ rehearsal, fault }: StepView): boolean => rehearsal === 'refused' && fault?.code === 'plan/material-missing';

/** What was not tried on the twin, or is taken for done without a proof: never green. */
export const isAssumed = ({ rehearsal, note, assumes }: StepView): boolean => rehearsal === 'not-rehearsable' || assumes !== undefined || (rehearsal === 'already-done' && note !== undefined);

/** The object that a refusal is about: its fault may name another one than that of the step, as the trust anchor of a data set. */
export function stepToMend({ object, fault }: Pick<StepView, 'object' | 'fault'>, answers: WizardAnswers): StepId {
  const named = fault?.object === undefined ? 'target' : stepThatChose(fault.object, answers);
  return named === 'target' ? stepThatChose(object, answers) : named;
}

/** The wizard's step whose answer chose an object; there a refused plan is mended. Without a match, the first step. */
export function stepThatChose(object: string, answers: WizardAnswers): StepId {
  if (object === answers.anchorObject) return 'anchor';
  if (answers.confidentiality && object === answers.secretObject) return 'secretObject';
  return 'target';
}
