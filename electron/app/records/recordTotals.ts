import type { RecordTotals } from '../../../core/contract/records.ts';
import { sayMoment } from '../../../core/result/format.ts';
import { rowsByDay, type RunRow } from '../../journal/recordedRuns.ts';

type Count = RecordTotals['today'];

const kinds = { finished: 'done', failed: 'failed', cancelled: 'stopped', interrupted: 'stopped', 'set-aside': 'stopped' } as const satisfies Readonly<Record<RunRow['state'], keyof Count>>;

/** Counts runs by their results, and the chips. */
export class RunCounter {
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

/** Counts today's runs, in the computer's time zone. Older files are not read. @param skip a running run, which is not counted */
export async function countToday(folder: string, now: Date, skip: string | undefined): Promise<Count> {
  const today = dayOf(now.toISOString());
  const counter = new RunCounter();
  for await (const rows of rowsByDay(folder)) {
    for (const row of rows) if (row.run !== skip && dayOf(row.startedAt) === today) counter.add(row);
    // A day in the computer's time zone overlaps at most two days in UTC.
    if (rows.length > 0 && rows.every(({ startedAt }) => dayOf(startedAt) < today)) break;
  }
  return counter.count;
}
