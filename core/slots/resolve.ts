import { fault, type Fault } from '../result/fault.ts';
import { isBound, type SlotBinding } from './binding.ts';
import type { PortHardware } from './hardware.ts';

/** The part of a slot that is needed to find its board. */
export interface BoundSlot {
  readonly number: number;
  readonly name: string;
  readonly binding: SlotBinding;
}

/**
 * The result for one slot: the port of its board, nothing while the board is unplugged, or why the board cannot be
 * distinguished from another one.
 */
export interface SlotBoard<P extends PortHardware = PortHardware> {
  readonly port?: P;
  readonly fault?: Fault<'slot/several-boards' | 'slot/other-board'>;
}

/** A board that matches two slots belongs to the lower rank. A board with a serial number is recognised even at another slot's socket. */
const rank: Readonly<Record<SlotBinding['kind'], number>> = { usb: 0, position: 1, path: 2 };

/** The board of each slot, in the order of `slots`. Two slots never have the same port. */
export function resolveSlots<P extends PortHardware>(slots: readonly BoundSlot[], ports: readonly P[]): SlotBoard<P>[] {
  const found = slots.map(({ binding }) => ports.filter((port) => isBound(binding, port)));
  return slots.map((slot, at): SlotBoard<P> => {
    const [port, second] = found[at] ?? [];
    if (port === undefined) return {};
    if (second !== undefined) return { fault: fault('slot/several-boards', { slot: slot.name, ports: found[at]?.map(({ path }) => path).join(', ') ?? '' }) };
    const others = slots.filter((other, index) => other !== slot && found[index]?.includes(port) === true && rank[other.binding.kind] <= rank[slot.binding.kind]);
    const [other] = others;
    return other === undefined ? { port } : { fault: fault('slot/other-board', { slot: slot.name, port: port.path, other: other.name }) };
  });
}

/** Why a slot cannot get the board on this port: another slot has this board, or may have it. */
export function takenBy(port: PortHardware, slots: readonly BoundSlot[], ports: readonly PortHardware[], number: number): Fault<'slot/board-taken' | 'slot/several-boards'> | undefined {
  const other = slots.find((slot) => slot.number !== number && isBound(slot.binding, port));
  if (other === undefined) return undefined;
  const boards = ports.filter((board) => isBound(other.binding, board));
  if (boards.length > 1) return fault('slot/several-boards', { slot: other.name, ports: boards.map(({ path }) => path).join(', ') });
  return fault('slot/board-taken', { slot: slots.find((slot) => slot.number === number)?.name ?? `Slot ${number}`, port: port.path, other: other.name });
}
