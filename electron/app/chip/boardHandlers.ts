import type { PortView } from '../../../core/contract/board.ts';
import { fault } from '../../../core/result/fault.ts';
import { err, ok, unreachable } from '../../../core/result/result.ts';
import type { Handlers } from '../handlers.ts';
import type { Board } from '../../board/board.ts';
import type { SimulatedBoards } from '../../simulated/simulatedBoards.ts';
import { viewBoard } from './boardService.ts';
import { isSimulated } from '../../simulated/simulatedNames.ts';
import { health } from './health.ts';

export interface BoardParts {
  readonly board: Board;
  readonly boards: SimulatedBoards;
  readonly listPorts: () => Promise<readonly PortView[]>;
  /** Whether a plan is on: its board is not taken away from it. */
  readonly isRunning: () => boolean;
}

type BoardOperations = 'ports/list' | 'board/state' | 'board/connect' | 'board/disconnect' | 'board/health' | 'board/hand';

/** What the contract's board operations do. */
export function boardHandlers({ board, boards, listPorts, isRunning }: BoardParts): Pick<Handlers, BoardOperations> {
  let ports: readonly PortView[] = [];
  const view = () => viewBoard(board.state, ports);
  return {
    'ports/list': async () => {
      ports = await listPorts();
      return ok([...ports]);
    },
    'board/state': async () => ok(view()),
    'board/connect': async ({ path }) => {
      if (isRunning()) return err(fault('plan/running', {}));
      // The board counts its attempts in the order of the calls, so it is asked before the ports are listed.
      const [connected, listed] = await Promise.all([board.connect(path), listPorts()]);
      ports = listed;
      return connected.ok ? ok(view()) : connected;
    },
    'board/disconnect': async () => {
      if (isRunning()) return err(fault('plan/running', {}));
      await board.disconnect();
      return ok(view());
    },
    'board/health': () => health(board),
    'board/hand': async ({ does }) => {
      const { path } = board.state;
      if (path === undefined || !isSimulated(path)) return err(fault('port/not-found', { port: path ?? 'no port' }));
      const device = boards.find(path)?.board;
      switch (does) {
        case 'unplug':
          device?.unplug();
          break;
        case 'plug':
          device?.plug();
          break;
        case 'reset':
          device?.reset();
          break;
        case 'new-chip':
          boards.newChip(path);
          break;
        case 'bind-firmware':
          boards.bindFirmware(path);
          break;
        default:
          unreachable(does);
      }
      return ok(view());
    },
  };
}
