import { utf8 } from '../../../core/bytes/bytes.ts';
import { ok } from '../../../core/result/result.ts';
import { jobReportCsv, jobReportHtml, jobReportJson, reportJob, sayNumbers } from '../../app/jobs/index.ts';
import type { Action } from '../command.ts';
import { readJob } from '../jobFiles.ts';
import { journalOf } from '../journalOf.ts';
import { writeAtomic } from '../../files/write.ts';
import { toStdout } from '../outputs.ts';

const forms = { html: jobReportHtml, json: jobReportJson, csv: jobReportCsv } as const;

interface ReportOptions {
  readonly job: string;
  readonly as: keyof typeof forms;
  readonly out?: string;
}

/** Reports what this station did with a job. */
export const jobReport: Action<ReportOptions> = async (context, { job: path, as, out }) => {
  const file = await readJob(path);
  if (!file.ok) return file;
  const report = await reportJob(journalOf(context).folder, file.value.job);
  const text = forms[as](report);
  const { units: _, ...numbers } = report;
  if (toStdout(out)) return ok({ json: report, lines: [], bytes: utf8(text) });
  const written = await writeAtomic(out, utf8(text));
  return written.ok ? ok({ json: { ...numbers, out }, lines: [sayNumbers(report).join(', ')] }) : written;
};
