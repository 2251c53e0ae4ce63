import type { RecordTotals } from '../../../core/contract/records.ts';
import { sayMoment } from '../../../core/result/format.ts';
import { rowsByDay, type RunRow } from '../../journal/recordedRuns.ts';

type Count = RecordTotals['today'];

const kinds = { finished: 'done', failed: 'failed', cancelled: 'stopped', interrupted: 'stopped', 'set-aside': 'stopped' } as const satisfies Readonly<Record<RunRow['state'], keyof Count>>;

class Counter {
  readonly #counts = { done: 0, failed: 0, stopped: 0 };
  readonly #chips = new Set<string>();

  add({ state, chipId }: RunRow): void {
    this.#counts[kinds[state]] += 1;
    this.#chips.add(chipId);
  }

  get count(): Count {
    return { ...this.#counts, chips: this.#chips.size };
  }
}

const dayOf = (iso: string): string => sayMoment(iso).slice(0, 10);

export interface TotalsOptions {
  readonly now: Date;
  /** A running run is not counted. */
  readonly skip?: string | undefined;
  /** The search. When undefined, only today's runs are counted, and no older file is read. */
  readonly match?: ((row: RunRow) => boolean) | undefined;
}

/** Numbers of runs by result, and the number of chips: of today in the computer's time zone, and of a search. */
export async function countRuns(folder: string, { now, skip, match }: TotalsOptions): Promise<RecordTotals> {
  const today = dayOf(now.toISOString());
  const [ofToday, found] = [new Counter(), new Counter()];
  for await (const rows of rowsByDay(folder)) {
    for (const row of rows) {
      if (row.run === skip) continue;
      if (dayOf(row.startedAt) === today) ofToday.add(row);
      if (match?.(row) === true) found.add(row);
    }
    // A day in the computer's time zone overlaps at most two days in UTC.
    if (match === undefined && rows.length > 0 && rows.every(({ startedAt }) => dayOf(startedAt) < today)) break;
  }
  return { today: ofToday.count, ...(match === undefined ? {} : { found: found.count }) };
}
