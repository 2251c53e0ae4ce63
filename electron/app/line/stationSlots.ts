import type { PortView } from '../../../core/contract/board.ts';
import type { SlotsView } from '../../../core/contract/slots.ts';
import { fault } from '../../../core/result/fault.ts';
import { usableBoards } from '../../serial/ports.ts';
import { faultView } from '../faultView.ts';
import type { LineSlotAt } from './line.ts';

/** What the line needs of the station's slots. */
export interface SlotSource {
  watch(listener: (slots: SlotsView) => void): () => void;
  list(): Promise<SlotsView>;
  ports(): Promise<PortView[]>;
}

const place = { row: 0, column: 0 };

/** The slot of a station without taught slots. It uses the engineer's last board, else the only connected board. */
function usualSlot(port: string | undefined, ports: readonly PortView[]): LineSlotAt {
  const slot = { number: 1, name: 'Slot 1', place };
  const boards = usableBoards(ports);
  if (port !== undefined) return { ...slot, path: port };
  if (boards.length > 1) return { ...slot, fault: faultView(fault('line/no-board', { ports: boards.map(({ path }) => path).join(', ') })) };
  return { ...slot, path: boards[0]?.path };
}

/** Returns the slots in the line's form. @param usual port of the board at a station without taught slots */
export async function slotsAt({ slots }: SlotsView, source: SlotSource, usual: string | undefined): Promise<readonly LineSlotAt[]> {
  if (slots.length === 0) return [usualSlot(usual, usual === undefined ? await source.ports() : [])];
  return slots.map(({ number, name, place: at, port, fault: unknown }) => ({ number, name, place: at, path: port?.path, fault: unknown }));
}

/** Reports the slots at each change. Without taught slots, a change of the ports counts as one. */
export function watchSlots(source: SlotSource, usual: string | undefined, listener: (slots: readonly LineSlotAt[]) => void): () => void {
  let [ended, last, newest] = [false, '', 0];
  const tell = async (view: SlotsView): Promise<void> => {
    const mine = ++newest;
    const slots = await slotsAt(view, source, usual);
    const text = JSON.stringify(slots);
    if (ended || mine !== newest || text === last) return;
    last = text;
    listener(slots);
  };
  const end = source.watch((view) => void tell(view));
  return () => {
    ended = true;
    end();
  };
}
