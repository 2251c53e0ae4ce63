import { reelLimits } from '../../../core/contract/reelLimits.ts';
import type { ReelRow } from '../../../core/contract/reels.ts';
import { refuse, type Shelf } from './shelf.ts';
import type { Tools } from './tools.ts';

export const pageSize = 100;

interface ListState {
  readonly search: string;
  readonly total: number;
  /** The loaded rows, in pages of `pageSize`. */
  readonly pages: ReadonlyMap<number, readonly ReelRow[]>;
  readonly selected: string | undefined;
}

/** The chips of the shown reel. Only rows that came near the visible part are loaded. */
export interface List extends ListState {
  find(search: string): Promise<void>;
  page(number: number): Promise<void>;
  select(chipId: string | undefined): void;
}

export const emptyList: ListState = { search: '', total: 0, pages: new Map(), selected: undefined };

type Needs = Shelf & ListState;

async function fetchPage(tools: Tools<Needs>, number: number): Promise<void> {
  const { client, set, get } = tools;
  const { shown, search } = get();
  if (shown === undefined) return;
  const answer = await client.call('reels/rows', { id: shown, search, from: number * pageSize, count: pageSize });
  if (get().shown !== shown || get().search !== search) return;
  if (answer.ok) set(({ pages }) => ({ total: answer.value.total, pages: new Map([...pages, [number, answer.value.rows]]) }));
  else refuse(tools, answer.fault);
}

/** Loads the list from its start. */
export async function restart(tools: Tools<Needs>): Promise<void> {
  tools.set({ pages: emptyList.pages });
  await fetchPage(tools, 0);
}

export function listPart(tools: Tools<Needs>): List {
  return {
    ...emptyList,
    find: (search) => {
      // A barcode scanner may type a whole batch id here. A chip id is shorter than the limit.
      tools.set({ search: search.slice(0, reelLimits.search), pages: emptyList.pages });
      return restart(tools);
    },
    page: (number) => fetchPage(tools, number),
    select: (selected) => tools.set({ selected }),
  };
}
