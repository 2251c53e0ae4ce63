import { utf8 } from '../../../core/bytes/bytes.ts';
import { toHex } from '../../../core/bytes/hex.ts';
import type { PlanView, RunView } from '../../../core/contract/plan.ts';
import type { RecordRow, RecordTotals, RecordView, UnfinishedView } from '../../../core/contract/records.ts';
import type { ReplyOf, RequestOf } from '../../../core/contract/operations.ts';
import { sayMoment } from '../../../core/result/format.ts';
import { fault } from '../../../core/result/fault.ts';
import { err, ok, type Result } from '../../../core/result/result.ts';
import type { SaveFile } from '../../ports.ts';
import type { Journal } from '../../journal/journal.ts';
import { findRuns, openRun, unfinishedRun, type RecordedRun, type RunRow } from '../../journal/recordedRuns.ts';
import type { Board } from '../../board/board.ts';
import type { PlanService } from '../run/index.ts';
import { recordListCsv } from './recordList.ts';
import { matches } from './recordSearch.ts';
import { RecordPages } from './recordPages.ts';
import { countToday } from './recordTotals.ts';
import { recordHtml, recordJson } from './recordReport.ts';

export interface RecordParts {
  readonly journal: Journal;
  readonly board: Pick<Board, 'state' | 'chip'>;
  readonly plans: Pick<PlanService, 'sources' | 'runs'>;
  readonly saveFile: SaveFile;
  readonly now: () => Date;
}

const viewOf = ({ plan: _, uid: __, code: ___, contents: ____, ...view }: RecordedRun): RecordView => view;

function rowOf({ run, title, chipId, simulated, startedAt, who, operator, station, certificates, unit, state, says, whole }: RunRow): RecordRow {
  return { run, title, chipId, simulated, startedAt, who, operator, station, subjects: certificates.map(({ subject }) => subject), ...(unit === undefined ? {} : { unit }), state, says, whole };
}

/** Default number of rows in one page of the list. */
const pageRows = 100;

const isOn = (run: RunView | undefined): boolean => run?.state === 'running' || run?.state === 'cancelling';

/** Lists and reports runs from the journal, and resumes an interrupted run. */
export class RecordService {
  readonly #parts: RecordParts;
  readonly #pages: RecordPages;

  constructor(parts: RecordParts) {
    this.#parts = parts;
    // The running run has no end yet, but it is not interrupted.
    this.#pages = new RecordPages(() => parts.journal.folder, () => this.#running());
  }

  async list({ from = 0, count = pageRows, ...filter }: RequestOf<'records/list'>): Promise<Result<ReplyOf<'records/list'>>> {
    const { rows, total } = await this.#pages.page(filter, from, count);
    return ok({ rows: rows.map(rowOf), total });
  }

  async totals(request: RequestOf<'records/totals'>): Promise<Result<RecordTotals>> {
    const today = await countToday(this.#parts.journal.folder, this.#parts.now(), this.#running());
    return ok({ today, ...(await this.#pages.totals(request)) });
  }

  async export(request: RequestOf<'records/export'>): Promise<Result<ReplyOf<'records/export'>>> {
    const { journal, saveFile, now } = this.#parts;
    const [running, wanted] = [this.#running(), matches(request)];
    const rows = await findRuns(journal.folder, { limit: Infinity, match: (row) => row.run !== running && wanted(row) });
    return saveFile(`records-${sayMoment(now().toISOString()).slice(0, 10)}.csv`, utf8(recordListCsv(rows)));
  }

  async open(run: string): Promise<Result<RecordView>> {
    const found = await this.#find(run);
    return found.ok ? ok(viewOf(found.value)) : found;
  }

  async report(run: string, as: 'html' | 'json'): Promise<Result<ReplyOf<'records/report'>>> {
    const found = await this.#find(run);
    if (!found.ok) return found;
    const reported = { ...viewOf(found.value), code: found.value.code };
    return this.#parts.saveFile(`report-${reported.chipId}.${as}`, utf8(as === 'html' ? recordHtml(reported) : recordJson(reported)));
  }

  /** Makes the report of the run in the window. It is made from the journal, like every report. */
  async reportShown(runId: string, as: 'html' | 'json'): Promise<Result<ReplyOf<'run/save-report'>>> {
    const shown = this.#parts.plans.runs.state();
    if (shown?.runId !== runId) return err(fault('plan/nothing-running', {}));
    return isOn(shown) ? err(fault('plan/running', {})) : this.report(runId, as);
  }

  /** Finds the run to offer for resuming when the window opens; undefined when there is none. */
  async unfinished(): Promise<Result<UnfinishedView | undefined>> {
    // The running run is passed, because it may be resuming an interrupted one.
    const found = await unfinishedRun(this.#parts.journal.folder, this.#running());
    if (found === undefined) return ok(undefined);
    const { run, title, chipId, startedAt, steps } = found;
    return ok({ run, title, chipId, startedAt, steps, chip: this.#chipOf(found) });
  }

  /** Reviews the run's plan again with the chip's present content. Another chip is refused before anything is sent to it. */
  async resume(run: string): Promise<Result<PlanView>> {
    const found = await this.#find(run);
    if (!found.ok) return found;
    const here = this.#parts.board.state.identity?.uid;
    if (here !== undefined && toHex(here.raw) !== found.value.uid) return err(fault('chip/other', { expected: found.value.chipId, found: here.chipId }));
    return this.#parts.plans.sources.fromText(found.value.plan, found.value.title, new Map(found.value.steps.map(({ id, files = [] }) => [id, files])));
  }

  async setAside(run: string): Promise<Result<{ done: true }>> {
    const found = await this.#find(run);
    if (!found.ok) return found;
    const written = await this.#parts.journal.append({ what: 'run-set-aside', run });
    return written.ok ? ok({ done: true }) : written;
  }

  #running(): string | undefined {
    const run = this.#parts.plans.runs.state();
    return isOn(run) ? run?.runId : undefined;
  }

  async #find(run: string): Promise<Result<RecordedRun, 'journal/no-run'>> {
    const found = run === this.#running() ? undefined : await openRun(this.#parts.journal.folder, run);
    return found === undefined ? err(fault('journal/no-run', { run })) : ok(found);
  }

  #chipOf({ uid }: RecordedRun): UnfinishedView['chip'] {
    const here = this.#parts.board.chip();
    if (!here.ok) return 'none';
    return toHex(here.value.uid.raw) === uid ? 'this-one' : 'another';
  }
}
