// What other areas, the command line and compose.ts take from this one.
export { PlanService } from './planService.ts';
export { sayMissing } from './addMaterial.ts';
export { secretObjectsOf } from './secretObjects.ts';
export { materialOf } from './materialFiles.ts';
export { viewStep } from './planView.ts';
export { proveNow } from './proveNow.ts';
export { Confirmed, typedFor } from './confirmed.ts';
export { review, type Reviewed } from './reviewed.ts';
export { runReviewed, type Ran } from './runReviewed.ts';
export { reviewAndRun, reviewOnly, untriedSteps, type PlanReport, type PlanRun, type RehearsalReport, type RunReport, type RunSurroundings } from './reviewAndRun.ts';
export { planHandlers } from './planHandlers.ts';
