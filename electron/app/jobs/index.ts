// What other areas, the command line and compose.ts take from this one.
export { JobService } from './jobService.ts';
export { TrustStore } from './trustStore.ts';
