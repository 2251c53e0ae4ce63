import { create } from 'zustand';
import type { BoardView, FaultView, HealthView, PortView } from '../../core/contract/board.ts';
import type { BenchClient } from './bench.ts';

export type Hand = 'unplug' | 'plug' | 'reset' | 'new-chip';

export interface BoardState {
  readonly board: BoardView;
  readonly ports: readonly PortView[];
  readonly fault: FaultView | undefined;
  readonly health: HealthView | undefined;
  /** A notice stays away once it was read; a new text shows again. */
  readonly readNotice: string | undefined;
  load(): Promise<void>;
  refreshPorts(): Promise<void>;
  connect(path: string): Promise<boolean>;
  disconnect(): Promise<void>;
  hand(does: Hand): Promise<void>;
  checkHealth(): Promise<void>;
  dismissFault(): void;
  dismissNotice(): void;
}

const rank = { kitprog3: 0, other: 1, simulated: 2 } as const;

/** Boards first, other ports after them, the simulated board last: always there, never in the way. */
export const sortPorts = (ports: readonly PortView[]): PortView[] => ports.toSorted((a, b) => rank[a.kind] - rank[b.kind]);

export const noBoard: BoardView = { link: 'none', simulated: false };

export function createBoardStore(client: BenchClient) {
  return create<BoardState>((set, get) => {
    client.on('board/changed', (board) => set({ board }));
    const take = (answer: { ok: true; value: BoardView } | { ok: false; fault: FaultView }): boolean => {
      set(answer.ok ? { board: answer.value, fault: undefined } : { fault: answer.fault });
      return answer.ok;
    };
    return {
      board: noBoard,
      ports: [],
      fault: undefined,
      health: undefined,
      readNotice: undefined,
      load: async () => {
        take(await client.call('board/state', {}));
        await get().refreshPorts();
      },
      refreshPorts: async () => {
        const answer = await client.call('ports/list', {});
        set(answer.ok ? { ports: sortPorts(answer.value) } : { fault: answer.fault });
      },
      connect: async (path) => take(await client.call('board/connect', { path })),
      disconnect: async () => void take(await client.call('board/disconnect', {})),
      hand: async (does) => void take(await client.call('board/hand', { does })),
      checkHealth: async () => {
        set({ health: undefined });
        const answer = await client.call('board/health', {});
        set(answer.ok ? { health: answer.value } : { fault: answer.fault });
      },
      dismissFault: () => set(({ board }) => ({ fault: undefined, board: { ...board, fault: undefined } })),
      dismissNotice: () => set(({ board }) => ({ readNotice: board.notice })),
    };
  });
}
