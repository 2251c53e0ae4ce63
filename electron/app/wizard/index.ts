// What other areas, the command line and compose.ts take from this one.
export { planOfWizard, WizardService, readWizardChip } from './wizardService.ts';
export { WizardState } from './wizardState.ts';
export { metadataRows } from './wizardView.ts';
export { wizardHandlers } from './wizardHandlers.ts';
