import type { SlotView } from '../../core/contract/slots.ts';

export type Place = SlotView['place'];

/** Most rows and most columns of a bench (core/contract/slots.ts). */
const most = 16;

/** Returns the part of the bench that is drawn: from the first place to the last slot, one more row, and at least two rows of four. */
export function drawnBench(slots: readonly Pick<SlotView, 'place'>[]): { readonly rows: number; readonly columns: number } {
  const last = (of: (place: Place) => number): number => Math.max(-1, ...slots.map(({ place }) => of(place)));
  return { rows: Math.min(most, Math.max(2, last(({ row }) => row) + 2)), columns: Math.min(most, Math.max(4, last(({ column }) => column) + 1)) };
}

const steps: Readonly<Record<string, Place>> = { ArrowUp: { row: -1, column: 0 }, ArrowDown: { row: 1, column: 0 }, ArrowLeft: { row: 0, column: -1 }, ArrowRight: { row: 0, column: 1 } };

const onBench = (at: number): boolean => at >= 0 && at < most;

/** Returns the next place in the direction of an arrow key; undefined for other keys and at the edge. */
export function besides(key: string, { row, column }: Place): Place | undefined {
  const step = steps[key];
  if (step === undefined) return undefined;
  const to = { row: row + step.row, column: column + step.column };
  return onBench(to.row) && onBench(to.column) ? to : undefined;
}

/** Returns the nearest slot in the direction of an arrow key. Slots in the same row or column have priority. */
export function nextSlot<S extends Pick<SlotView, 'place'>>(key: string, from: S, slots: readonly S[]): S | undefined {
  const step = steps[key];
  if (step === undefined) return undefined;
  const distance = ({ place }: S): { readonly along: number; readonly across: number } => {
    const [rows, columns] = [place.row - from.place.row, place.column - from.place.column];
    return { along: rows * step.row + columns * step.column, across: Math.abs(step.row === 0 ? rows : columns) };
  };
  const there = slots.map((slot) => ({ slot, ...distance(slot) })).filter(({ along }) => along > 0);
  return there.toSorted((a, b) => a.across - b.across || a.along - b.along)[0]?.slot;
}

/** Returns the lowest number without a slot; undefined when every number has one. */
export const freeNumber = (slots: readonly Pick<SlotView, 'number'>[]): number | undefined =>
  Array.from({ length: most }, (_, index) => index + 1).find((number) => !slots.some((slot) => slot.number === number));
