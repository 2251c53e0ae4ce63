import { create } from 'zustand';
import type { FaultView } from '../../core/contract/board.ts';
import type { CompareView, ExportForm, ObjectData, ObjectRow, OfferedView, SignTestView } from '../../core/contract/objects.ts';
import type { TicketView } from '../../core/contract/material.ts';
import type { Answer } from '../../core/contract/messages.ts';
import type { ApiClient } from '../client/apiClient.ts';
import { client } from '../client/client.ts';

/** A dropped file, and why it may not be written into the open object. */
export interface Offered extends OfferedView {
  readonly file: TicketView;
}

export interface ObjectsState {
  readonly rows: readonly ObjectRow[];
  readonly loading: boolean;
  readonly fault: FaultView | undefined;
  readonly selected: string | undefined;
  readonly data: ObjectData | undefined;
  /** The last action on the selected object, and its result. */
  readonly saved: { readonly name: string; readonly folder: string } | undefined;
  readonly compared: CompareView | undefined;
  readonly signed: SignTestView | undefined;
  readonly working: boolean;
  readonly actionFault: FaultView | undefined;
  /** A file that was dropped while an object is open. The user is asked what it is for. */
  readonly offered: Offered | undefined;
  /** The chip and run for which the list was read. After another run or for another chip, the list is out of date. */
  readonly readFor: string;
  /** How often this chip's list was read. The first reading has no earlier one to be compared with. */
  readonly readings: number;
  list(readFor?: string): Promise<void>;
  select(id: string | undefined): Promise<void>;
  /** Hexadecimal of a readable secret. It goes to the component that shows it, and is never kept here. */
  reveal(): Promise<string | undefined>;
  export(as: ExportForm): Promise<void>;
  compare(file: File): Promise<void>;
  offer(ticket: TicketView | undefined): Promise<void>;
  /** Compares the open object with the file that was dropped. */
  compareOffered(): Promise<void>;
  csr(subject: string): Promise<void>;
  signTest(message: string): Promise<void>;
  dismiss(): void;
  forget(): void;
}

const restMs = 120;
/** Rows that arrive within this time are shown together, in one task of the window. */
const gatherMs = 40;

const nothingDone = { saved: undefined, compared: undefined, signed: undefined, actionFault: undefined, offered: undefined } as const;

/** Replaces rows with the same id by new ones. Other rows keep their identity, so that they are not drawn again. */
export function mergeRows(rows: readonly ObjectRow[], news: readonly ObjectRow[]): ObjectRow[] {
  const byId = new Map(news.map((row) => [row.id, row]));
  const known = new Set(rows.map(({ id }) => id));
  return [...rows.map((row) => byId.get(row.id) ?? row), ...[...byId.values()].filter(({ id }) => !known.has(id))];
}

type Set = (part: Partial<ObjectsState> | ((state: ObjectsState) => Partial<ObjectsState>)) => void;
type Get = () => ObjectsState;

/** Shows rows as the chip answers: the first at once, later ones in groups. @returns a function that drops the rows not shown yet */
function showRows(client: ApiClient, set: Set, get: Get): () => void {
  let gathered: ObjectRow[] = [];
  let timer: ReturnType<typeof setTimeout> | undefined;
  const show = (): void => {
    const news = gathered;
    gathered = [];
    timer = undefined;
    if (news.length > 0) set(({ rows }) => ({ rows: mergeRows(rows, news) }));
  };
  client.on('objects/row', (row) => {
    gathered.push(row);
    if (get().rows.length === 0) show();
    else timer ??= setTimeout(show, gatherMs);
  });
  return () => {
    clearTimeout(timer);
    timer = undefined;
    gathered = [];
  };
}

type Done<T> = { readonly ok: true; readonly value: T } | { readonly ok: false; readonly fault: FaultView };

/** Does an action on the selected object. The result is dropped when another object was selected meanwhile. */
function makeActions(client: ApiClient, set: Set, get: Get): Pick<ObjectsState, 'export' | 'compare' | 'offer' | 'compareOffered' | 'csr' | 'signTest' | 'dismiss'> {
  const act = async <T>(ask: (id: string) => Promise<Done<T>>, part: (value: T) => Partial<ObjectsState>): Promise<void> => {
    const { selected } = get();
    if (selected === undefined) return;
    set({ ...nothingDone, working: true });
    const answer = await ask(selected);
    if (get().selected !== selected) return;
    set({ working: false, ...(answer.ok ? part(answer.value) : { actionFault: answer.fault }) });
  };
  const compareWith = async (id: string, file: File): Promise<Answer<'objects/compare'>> => {
    const ticket = await client.takeFile(file);
    return ticket.ok ? compareTicket(id, ticket.value.ticket) : ticket;
  };
  const compareTicket = async (id: string, ticket: string): Promise<Answer<'objects/compare'>> => {
    const answer = await client.call('objects/compare', { id, ticket });
    await client.call('files/forget', { ticket });
    return answer;
  };
  return {
    export: (as) => act((id) => client.call('objects/export', { id, as }), (saved) => ({ saved })),
    compare: (file) => act((id) => compareWith(id, file), (compared) => ({ compared })),
    offer: async (file) => {
      const { selected } = get();
      if (file === undefined || selected === undefined) return set({ offered: undefined });
      const answer = await client.call('objects/offered', { id: selected, ticket: file.ticket });
      if (get().selected === selected) set(answer.ok ? { offered: { file, ...answer.value } } : { actionFault: answer.fault });
    },
    compareOffered: async () => {
      const { offered } = get();
      if (offered !== undefined) await act((id) => compareTicket(id, offered.file.ticket), (compared) => ({ compared }));
    },
    csr: (subject) => act((id) => client.call('objects/csr', { id, subject }), (saved) => ({ saved })),
    signTest: (message) => act((id) => client.call('objects/sign-test', { id, message }), (signed) => ({ signed })),
    dismiss: () => set(nothingDone),
  };
}

const empty = { rows: [], loading: false, fault: undefined, selected: undefined, data: undefined, working: false, readFor: '', readings: 0, ...nothingDone } as const;

export function createObjectsStore(client: ApiClient) {
  return create<ObjectsState>((set, get) => {
    const forgetGathered = showRows(client, set, get);
    const read = async (id: string): Promise<void> => {
      const answer = await client.call('objects/read', { id, reveal: false });
      if (get().selected === id) set({ data: answer.ok ? answer.value : { id, secret: false, decoded: [], fault: answer.fault } });
    };
    return {
      ...empty,
      ...makeActions(client, set, get),
      list: async (readFor = get().readFor) => {
        set({ loading: true, fault: undefined, readFor });
        const answer = await client.call('objects/list', {});
        if (get().readFor !== readFor) return;
        forgetGathered();
        set(answer.ok ? { rows: mergeRows(get().rows, answer.value), loading: false, readings: get().readings + 1 } : { fault: answer.fault, loading: false });
        const { selected } = get();
        if (answer.ok && selected !== undefined) await read(selected);
      },
      select: async (id) => {
        if (get().selected === id) return;
        set({ selected: id, data: undefined, working: false, ...nothingDone });
        if (id === undefined) return;
        // While the arrow keys move through the list, the chip is only asked when they stop.
        await new Promise((rested) => setTimeout(rested, restMs));
        if (get().selected === id) await read(id);
      },
      reveal: async () => {
        const { selected } = get();
        if (selected === undefined) return undefined;
        const answer = await client.call('objects/read', { id: selected, reveal: true });
        if (get().selected !== selected) return undefined;
        if (answer.ok) return answer.value.data;
        set({ data: { id: selected, secret: true, decoded: [], fault: answer.fault } });
        return undefined;
      },
      forget: () => (forgetGathered(), set(empty)),
    };
  });
}

const takes: ReadonlySet<string> = new Set(['certificate', 'trust-anchor', 'data', 'binding-secret', 'ecc-key', 'rsa-key', 'aes-key']);

/** Whether the open object could take a certificate or a key. */
export const takesMaterial = ({ rows, selected }: Pick<ObjectsState, 'rows' | 'selected'>): boolean => takes.has(rows.find(({ id }) => id === selected)?.kind ?? '');

export const useObjects = createObjectsStore(client);
