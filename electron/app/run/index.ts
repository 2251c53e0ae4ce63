// What other areas, the command line and compose.ts take from this one.
export { explained } from './explained.ts';
export { PlanService } from './planService.ts';
export { materialOf, neededMaterials, type NeededMaterial } from './materialFiles.ts';
export { viewStep } from './planView.ts';
export { explainPair } from './simulatedPair.ts';
export { checkConfirmed, review, wroteBefore, type Reviewed } from './reviewed.ts';
export { planHandlers } from './planHandlers.ts';
