// What other areas, the command line and compose.ts take from this one.
export { offered } from './choices.ts';
export { secretName } from './wizardAnswers.ts';
export { aesName, planOfWizard, type PlanWithMaterials } from './wizardPlan.ts';
export { WizardService, readWizardChip } from './wizardService.ts';
export { WizardState } from './wizardState.ts';
export { metadataRows } from './wizardView.ts';
export { wizardHandlers } from './wizardHandlers.ts';
