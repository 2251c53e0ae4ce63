import type { LineView } from '../../../core/contract/line.ts';
import type { Fault } from '../../../core/result/fault.ts';
import type { Board } from '../../board/board.ts';
import { StateFile } from '../../files/stateFile.ts';
import { LineService, type LineServiceParts } from './lineService.ts';
import { lineFile, LineStore } from './lineStore.ts';
import { PinStore } from './pinStore.ts';
import type { SlotSource } from './stationSlots.ts';

/** How often the line asks an idle chip whether it is still the same one. A green result must not stay for another chip. ms */
const linePingMs = 1_000;

export interface CreateLine extends Pick<LineServiceParts, 'jobs' | 'gate' | 'usualFolder' | 'usualPort' | 'tickets' | 'clock' | 'random' | 'now'> {
  /** The workstation's own folder. */
  readonly userData: string;
  /** The board of the engineer's window. */
  readonly board: Board;
  readonly makeBoard: (pingMs: number) => Board;
  readonly slots: SlotSource & { stopTeaching(): void };
  readonly plans: { readonly runs: { isRunning(): boolean }; readonly reviews: { void(why: 'page'): void } };
  readonly series: { cancel(): unknown };
  readonly reels: { cancel(): void };
  readonly notices: Fault[];
  readonly onChange: (view: LineView) => void;
}

/** Ends everything of the engineer's window that waits or works on its own. Otherwise it would go on behind the operator's screen. */
async function endEngineer({ board, slots, plans, series, reels }: CreateLine): Promise<void> {
  plans.reviews.void('page');
  slots.stopTeaching();
  series.cancel();
  reels.cancel();
  await board.disconnect();
}

/** Makes the window's line, with its files in the state folder. */
export function createLine(all: CreateLine): LineService {
  const { userData, board, makeBoard, plans, notices, ...parts } = all;
  const file = new StateFile(userData, lineFile, (unread) => void notices.push(unread), parts.now);
  return new LineService({
    ...parts,
    makeBoard: () => makeBoard(linePingMs),
    store: new LineStore(file, parts.clock),
    pins: new PinStore(userData, parts.now, parts.clock),
    engineer: {
      isRunning: () => plans.runs.isRunning(),
      port: () => board.state.path,
      close: () => endEngineer(all),
    },
  });
}
