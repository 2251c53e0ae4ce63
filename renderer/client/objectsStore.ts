import { create } from 'zustand';
import type { FaultView } from '../../core/contract/board.ts';
import type { ObjectData, ObjectRow } from '../../core/contract/objects.ts';
import type { BenchClient } from './bench.ts';

export interface ObjectsState {
  readonly rows: readonly ObjectRow[];
  readonly loading: boolean;
  readonly fault: FaultView | undefined;
  readonly selected: string | undefined;
  readonly data: ObjectData | undefined;
  list(): Promise<void>;
  select(id: string): Promise<void>;
  forget(): void;
}

const restMs = 120;

export function createObjectsStore(client: BenchClient) {
  return create<ObjectsState>((set, get) => {
    client.on('objects/row', (row) =>
      set(({ rows }) => ({ rows: rows.some(({ id }) => id === row.id) ? rows.map((old) => (old.id === row.id ? row : old)) : [...rows, row] })),
    );
    return {
      rows: [],
      loading: false,
      fault: undefined,
      selected: undefined,
      data: undefined,
      list: async () => {
        set({ loading: true, fault: undefined });
        const answer = await client.call('objects/list', {});
        set(answer.ok ? { rows: answer.value, loading: false } : { fault: answer.fault, loading: false });
        const { selected } = get();
        if (answer.ok && selected !== undefined) await get().select(selected);
      },
      select: async (id) => {
        set(({ selected }) => (selected === id ? {} : { selected: id, data: undefined }));
        // Arrow keys run through the list; only where they rest is the chip asked.
        await new Promise((rested) => setTimeout(rested, restMs));
        if (get().selected !== id) return;
        const answer = await client.call('objects/read', { id });
        if (get().selected !== id) return;
        set({ data: answer.ok ? answer.value : { id, secret: false, decoded: [], fault: answer.fault } });
      },
      forget: () => set({ rows: [], selected: undefined, data: undefined, fault: undefined }),
    };
  });
}
