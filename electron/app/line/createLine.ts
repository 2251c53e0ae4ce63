import type { LineView } from '../../../core/contract/line.ts';
import type { Fault } from '../../../core/result/fault.ts';
import type { Board } from '../../board/board.ts';
import { StateFile } from '../../files/stateFile.ts';
import { LineService, type LineServiceParts } from './lineService.ts';
import { lineFile, LineStore } from './lineStore.ts';
import { PinStore } from './pinStore.ts';

/** How often the line asks an idle chip whether it is still the same one. A green result must not stay for another chip. ms */
const linePingMs = 1_000;

export interface CreateLine extends Pick<LineServiceParts, 'jobs' | 'slots' | 'gate' | 'usualFolder' | 'usualPort' | 'tickets' | 'clock' | 'random' | 'now'> {
  /** The workstation's own folder. */
  readonly userData: string;
  /** The board of the engineer's window. */
  readonly board: Board;
  readonly makeBoard: (pingMs: number) => Board;
  readonly plans: { readonly runs: { isRunning(): boolean }; readonly reviews: { void(why: 'page'): void } };
  readonly notices: Fault[];
  readonly onChange: (view: LineView) => void;
}

/** Makes the window's line, with its files in the state folder. */
export function createLine({ userData, board, makeBoard, plans, notices, ...parts }: CreateLine): LineService {
  let setAside = false;
  const file = new StateFile(userData, lineFile, (unread) => (notices.push(unread), (setAside = true)), parts.now);
  return new LineService({
    ...parts,
    makeBoard: () => makeBoard(linePingMs),
    store: new LineStore(file, () => setAside),
    pins: new PinStore(userData, parts.now, parts.clock),
    engineer: {
      isRunning: () => plans.runs.isRunning(),
      port: () => board.state.path,
      async close() {
        await board.disconnect();
        plans.reviews.void('page');
      },
    },
  });
}
