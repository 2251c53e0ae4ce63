import type { ComponentType } from 'react';
import type { WizardAnswers, WizardView } from '../../../core/contract/wizard.ts';
import type { stepTexts } from '../texts.ts';

export type StepId = keyof typeof stepTexts;

/** Why a step is skipped, and the step whose answer would change that. */
export interface Skipped {
  readonly why: string;
  readonly fix: string;
  readonly step: StepId;
}

export interface WizardStep {
  readonly id: StepId;
  readonly skipped: (answers: WizardAnswers) => Skipped | undefined;
  readonly View: ComponentType<{ readonly view: WizardView }>;
}

export const neverSkipped = (): undefined => undefined;
