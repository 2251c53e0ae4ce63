import type { Job } from '../../../core/job/job.ts';
import { toldResult } from '../../../core/job/refusal.ts';
import { csvText } from '../../../core/result/csv.ts';
import { sayChipId, sayZonedMoment } from '../../../core/result/format.ts';
import type { JobLine } from '../../journal/dayIndex.ts';
import { readJobHistory } from '../../journal/jobHistory.ts';
import { rowsByDay } from '../../journal/recordedRuns.ts';
import { html } from '../records/index.ts';
import { unitNumbers, type UnitNumbers } from './unitNumbers.ts';
import { triesOf } from './unitsBefore.ts';

/** One result of the job at this station. */
interface ReportedUnit {
  /** ISO 8601 */
  readonly at: string;
  readonly chipId: string;
  readonly serial: string;
  /** `refused`: the unit was not begun, for a reason outside its chip. It is not in any of the numbers. */
  readonly result: 'pass' | 'fail' | 'check' | 'open' | 'refused';
  /** Code and sentence of the fault; empty when the unit passed. */
  readonly code: string;
  readonly why: string;
  readonly run: string;
  readonly operator: string;
  readonly certificates: readonly { readonly subject: string; readonly serial: string; readonly sha256: string }[];
  /** Duration of the unit, ms; undefined when its program ended and a later one recorded the result. */
  readonly ms?: number | undefined;
}

export interface JobReport extends Omit<UnitNumbers, 'firstPassYield'> {
  readonly id: string;
  readonly title: string;
  readonly revision: number;
  /** 0: no limit. */
  readonly released: number;
  /** Why lines may be missing in the journal. If it is set, the numbers are uncertain. */
  readonly gap?: string | undefined;
  /** Oldest first. */
  readonly units: readonly ReportedUnit[];
}

type Ended = Extract<JobLine, { what: 'unit-ended' }>;

/** Reads from the journal what this station did with a job. */
export async function reportJob(folder: string, job: Job): Promise<JobReport> {
  const { lines, gap } = await readJobHistory(folder, job.issuedAt);
  const runs = new Map<string, { readonly operator: string; readonly certificates: ReportedUnit['certificates'] }>();
  for await (const rows of rowsByDay(folder)) for (const { run, operator, certificates } of rows) runs.set(run, { operator, certificates });
  const own = lines.filter((line): line is Ended => line.what === 'unit-ended' && line.job === job.id);
  const tries = triesOf(lines, job);
  const ended = own.map((line): ReportedUnit => {
    const { at, chipId, serial = '', code = '', says, run = '', ms } = line;
    return { at, chipId, serial, result: toldResult(line), code, why: says, run, operator: runs.get(run)?.operator ?? '', certificates: runs.get(run)?.certificates ?? [], ms };
  });
  const waiting = tries.filter(({ result }) => result === undefined).map(({ at, chipId, serial = '', run }): ReportedUnit => ({ at, chipId, serial, result: 'open', code: '', why: '', run, operator: runs.get(run)?.operator ?? '', certificates: [] }));
  const units = [...ended, ...waiting].sort((a, b) => (a.at < b.at ? -1 : 1));
  const { passed, failed, toCheck, open, left } = unitNumbers(lines, job);
  return { id: job.id, title: job.title, revision: job.revision, released: job.quantity, passed, failed, toCheck, open, left, gap, units };
}

export const jobReportJson = (report: JobReport): string => `${JSON.stringify(report, undefined, 2)}\n`;

const columns: readonly (readonly [string, (unit: ReportedUnit) => string])[] = [
  ['at', ({ at }) => at],
  ['serial', ({ serial }) => serial],
  ['chip_id', ({ chipId }) => chipId],
  ['result', ({ result }) => result],
  ['code', ({ code }) => code],
  ['why', ({ why }) => why],
  ['operator', ({ operator }) => operator],
  ['subject', ({ certificates: [first] }) => first?.subject ?? ''],
  ['certificate_serial', ({ certificates: [first] }) => first?.serial ?? ''],
  ['fingerprint', ({ certificates: [first] }) => first?.sha256 ?? ''],
  ['run', ({ run }) => run],
  ['ms', ({ ms }) => (ms === undefined ? '' : String(ms))],
];

export const jobReportCsv = ({ units }: JobReport): string => csvText([columns.map(([title]) => title), ...units.map((unit) => columns.map(([, cell]) => cell(unit)))]);

/** The numbers of a report, in words. */
export const sayNumbers = ({ released, passed, failed, toCheck, open, left }: JobReport): string[] => [
  `released ${released === 0 ? 'without limit' : released}`,
  `passed ${passed}`,
  `failed ${failed}`,
  `to check ${toCheck}`,
  `in work ${open}`,
  ...(left === undefined ? [] : [`left ${left}`]),
];

const resultWords = { pass: 'passed', fail: 'failed', check: 'to check', open: 'in work', refused: 'refused' } as const;

/** Makes a report of one page for printing. */
export function jobReportHtml(report: JobReport): string {
  const { title, id, revision, gap, units } = report;
  const rows = units.map(({ at, serial, chipId, result, code, why, certificates: [first] }) => html`<tr><td>${sayZonedMoment(at)}</td><td>${serial}</td><td class="mono">${sayChipId(chipId)}</td><td>${resultWords[result]}</td><td>${code === '' ? '' : `${code}: ${why}`}</td><td>${first?.subject ?? ''}</td><td class="mono">${first?.sha256 ?? ''}</td></tr>`);
  const numbers = sayNumbers(report).join(' · ');
  const warning = gap === undefined ? [] : [html`<p><strong>These numbers are not sure: ${gap}</strong></p>`];
  const style = 'body{font:14px sans-serif;margin:24px}table{border-collapse:collapse}td,th{border:1px solid #999;padding:4px 8px;text-align:left;vertical-align:top}.mono{font-family:monospace;word-break:break-all}';
  return html`<!doctype html><html lang="en"><head><meta charset="utf-8"><title>${title}</title><style>${style}</style></head><body><h1>${title}</h1><p>Job ${id}, revision ${revision}</p><p>${numbers}</p>${warning}<table><thead><tr><th>time</th><th>serial number</th><th>chip id</th><th>result</th><th>reason</th><th>certificate</th><th>fingerprint (SHA-256)</th></tr></thead><tbody>${rows}</tbody></table></body></html>\n`.toString();
}
