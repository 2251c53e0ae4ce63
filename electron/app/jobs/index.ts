// What other areas, the command line and compose.ts take from this one.
export { triesOf } from './unitsBefore.ts';
export { JobDesk, jobHandlers } from './jobDesk.ts';
export { JobService } from './jobService.ts';
export { jobReportCsv, jobReportHtml, jobReportJson, reportJob, sayNumbers } from './jobReport.ts';
export { makeJob, type MadeJob } from './makeJob.ts';
export { publicKeyIn } from './sources.ts';
export { TrustStore } from './trustStore.ts';
export { linesOfJob, settledLines, startBy } from './unitBegin.ts';
export { unitNumbers, type UnitNumbers } from './unitNumbers.ts';
export { UnitRun, type UnitParts, type UnitReport } from './unitRun.ts';
