// What other areas, the command line and compose.ts take from this one.
export { offered } from './choices.ts';
export { planOfWizard, type PlanWithMaterials } from './wizardPlan.ts';
export { WizardService, readWizardChip } from './wizardService.ts';
export { WizardState } from './wizardState.ts';
export { metadataRows } from './wizardView.ts';
