import { create } from 'zustand';
import type { BoardView, FaultView, HealthView, PortView } from '../../core/contract/board.ts';
import type { Answer } from '../../core/contract/messages.ts';
import type { ApiClient } from '../client/apiClient.ts';
import { client } from '../client/client.ts';

export type SimulatedAction = 'unplug' | 'plug' | 'reset' | 'new-chip' | 'bind-firmware';

export interface BoardState {
  readonly board: BoardView;
  readonly ports: readonly PortView[];
  readonly fault: FaultView | undefined;
  readonly health: HealthView | undefined;
  /** Text of the notice that the user dismissed. It stays hidden; a notice with another text is shown. */
  readonly readNotice: string | undefined;
  load(): Promise<void>;
  refreshPorts(): Promise<void>;
  connect(path: string): Promise<boolean>;
  disconnect(): Promise<void>;
  simulate(does: SimulatedAction): Promise<void>;
  checkHealth(): Promise<void>;
  dismissFault(): void;
  dismissNotice(): void;
}

const rank = { kitprog3: 0, other: 1, simulated: 3 } as const;
const rankOf = ({ kind, ignored }: PortView): number => (ignored === true ? 2 : rank[kind]);

/** Boards first, other ports after them, then ignored ones, the simulated board last. */
export const sortPorts = (ports: readonly PortView[]): PortView[] => ports.toSorted((a, b) => rankOf(a) - rankOf(b));

const noBoard: BoardView = { link: 'none', simulated: false };

export function createBoardStore(client: ApiClient) {
  return create<BoardState>((set, get) => {
    let told = 0;
    client.on('board/changed', (board) => {
      told++;
      set({ board });
    });
    /** Shows the board's state in a reply. If an event arrived during the call, the event is newer and the reply's state is dropped. */
    const take = async (ask: Promise<Answer<'board/state'>>): Promise<boolean> => {
      const before = told;
      const answer = await ask;
      set(answer.ok ? { fault: undefined, ...(told === before ? { board: answer.value } : {}) } : { fault: answer.fault });
      return answer.ok;
    };
    return {
      board: noBoard,
      ports: [],
      fault: undefined,
      health: undefined,
      readNotice: undefined,
      load: async () => {
        await take(client.call('board/state', {}));
        await get().refreshPorts();
      },
      refreshPorts: async () => {
        const answer = await client.call('ports/list', {});
        set(answer.ok ? { ports: sortPorts(answer.value) } : { fault: answer.fault });
      },
      connect: (path) => take(client.call('board/connect', { path })),
      disconnect: async () => void (await take(client.call('board/disconnect', {}))),
      simulate: async (does) => void (await take(client.call('board/simulate', { does }))),
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

export const useBoard = createBoardStore(client);
