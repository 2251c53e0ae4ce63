// What other areas, the command line and compose.ts take from this one.
export { JobService } from './jobService.ts';
export { makeJob, type MadeJob } from './makeJob.ts';
export { publicKeyIn } from './sources.ts';
export { TrustStore } from './trustStore.ts';
