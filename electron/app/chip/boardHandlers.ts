import type { BoardView, PortView } from '../../../core/contract/board.ts';
import { fault } from '../../../core/result/fault.ts';
import { err, ok, unreachable } from '../../../core/result/result.ts';
import type { Handlers } from '../handlers.ts';
import type { Board } from '../../board/board.ts';
import type { SimulatedBoards } from '../../simulated/simulatedBoards.ts';
import { viewBoard } from './boardService.ts';
import { isSimulated } from '../../simulated/simulatedNames.ts';
import { health } from './health.ts';

/** Says whether a plan is running. Meanwhile the board stays connected. */
interface RunningPlans {
  isRunning(): boolean;
}

export interface BoardParts {
  readonly board: Board;
  readonly boards: SimulatedBoards;
  readonly listPorts: () => Promise<readonly PortView[]>;
  /** Called after each change of the board. */
  readonly onBoard: (board: BoardView) => void;
  readonly plans: RunningPlans;
}

type BoardOperations = 'ports/list' | 'board/state' | 'board/connect' | 'board/disconnect' | 'board/health' | 'board/simulate';

/** Implements the contract's board operations. */
export function boardHandlers({ board, boards, listPorts, plans, onBoard }: BoardParts): Pick<Handlers, BoardOperations> {
  let ports: readonly PortView[] = [];
  const view = () => viewBoard(board.state, ports);
  const list = async (): Promise<void> => {
    const before = view().port?.title;
    ports = await listPorts();
    // The board's state may have been sent before the port's name was known. Then it is sent again.
    if (view().port?.title !== before) onBoard(view());
  };
  board.onChange(() => onBoard(view()));
  return {
    'ports/list': async () => {
      await list();
      return ok([...ports]);
    },
    'board/state': async () => ok(view()),
    'board/connect': async ({ path }) => {
      if (plans.isRunning()) return err(fault('plan/running', {}));
      // The board is called first, because it counts attempts in the order of the calls. Then the ports are listed.
      const [connected] = await Promise.all([board.connect(path), list()]);
      return connected.ok ? ok(view()) : connected;
    },
    'board/disconnect': async () => {
      if (plans.isRunning()) return err(fault('plan/running', {}));
      await board.disconnect();
      return ok(view());
    },
    'board/health': () => health(board),
    'board/simulate': async ({ does }) => {
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
