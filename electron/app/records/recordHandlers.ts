import type { Area, Handlers } from '../handlers.ts';
import type { RecordService } from './recordService.ts';

/** Implements the contract's operations on records. */
export const recordHandlers = (records: RecordService): Area<'records'> & Pick<Handlers, 'run/save-report'> => ({
  'records/list': (request) => records.list(request),
  'records/totals': (request) => records.totals(request),
  'records/export': (request) => records.export(request),
  'records/open': ({ run }) => records.open(run),
  'records/report': ({ run, as }) => records.report(run, as),
  'run/save-report': ({ runId, as }) => records.reportShown(runId, as),
  'records/unfinished': () => records.unfinished(),
  'records/resume': ({ run }) => records.resume(run),
  'records/set-aside': ({ run }) => records.setAside(run),
});
