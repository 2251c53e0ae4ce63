import type { WizardAnswers } from '../../../core/contract/wizard.ts';
import { wizardTexts } from '../texts.ts';
import type { Skipped } from './step.ts';

export const withoutConfidentiality = ({ confidentiality }: WizardAnswers): Skipped | undefined =>
  confidentiality ? undefined : { why: wizardTexts.skippedNoConfidentiality, fix: wizardTexts.goConfidentiality, step: 'confidentiality' };

export const withDataOnly = ({ update }: WizardAnswers): Skipped | undefined =>
  update === 'data' ? { why: wizardTexts.skippedDataOnly, fix: wizardTexts.goUpdate, step: 'update' } : undefined;
