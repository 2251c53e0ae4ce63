import type { RequestOf } from '../../../core/contract/operations.ts';
import type { RecordTotals } from '../../../core/contract/records.ts';
import { RunList, type RunPage } from '../../journal/runList.ts';
import type { RunRow } from '../../journal/recordedRuns.ts';
import { matches } from './recordSearch.ts';
import { RunCounter } from './recordTotals.ts';

type Filter = Pick<RequestOf<'records/list'>, 'search' | 'state'>;

interface Kept {
  readonly of: string;
  readonly list: RunList;
  /** Totals of a search; undefined without a search. */
  readonly found: RunCounter | undefined;
}

const keyOf = ({ search = '', state }: Filter): string => `${state ?? ''} ${search.trim()}`;

/** The list that the window shows. Only the last list is kept; a new search stops reading the old one. */
export class RecordPages {
  readonly #folder: () => string;
  readonly #running: () => string | undefined;
  #kept: Kept | undefined;

  constructor(folder: () => string, running: () => string | undefined) {
    this.#folder = folder;
    this.#running = running;
  }

  /** Returns rows from a position on. For position 0, the journal is read again. */
  page(filter: Filter, from: number, count: number): Promise<RunPage> {
    if (from === 0) this.#drop();
    return this.#listOf(filter).list.page(from, count);
  }

  /** Reads the journal to the end of the list, and returns the totals. */
  async totals(filter: Filter): Promise<Omit<RecordTotals, 'today'>> {
    const { list, found } = this.#listOf(filter);
    const { total, unreadable } = await list.sum();
    return { listed: total, unreadable: [...unreadable], ...(found === undefined ? {} : { found: found.count }) };
  }

  #drop(): void {
    this.#kept?.list.stop();
    this.#kept = undefined;
  }

  #listOf(filter: Filter): Kept {
    const of = keyOf(filter);
    if (this.#kept?.of === of) return this.#kept;
    this.#drop();
    const found = of.trim() === '' ? undefined : new RunCounter();
    const searched = found === undefined ? {} : { match: matches(filter), onFound: (row: RunRow) => found.add(row) };
    this.#kept = { of, found, list: new RunList(this.#folder(), { skip: this.#running(), ...searched }) };
    return this.#kept;
  }
}
