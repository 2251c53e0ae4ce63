import { useCallback, useRef, type KeyboardEvent } from 'react';
import type { SlotView } from '../../core/contract/slots.ts';
import { useBoard } from '../board/boardStore.ts';
import { classes } from '../ui/classes.ts';
import { besides, drawnBench, nextSlot, type Place } from './benchPlaces.ts';
import { slotOnPort, useSlots } from './slotsStore.ts';
import { SlotTile } from './slotTile.tsx';
import css from './slots.module.css';
import { slotTexts as texts } from './texts.ts';
import { useDrag } from './useDrag.ts';

const isAt = (a: Place | undefined, b: Place): boolean => a !== undefined && a.row === b.row && a.column === b.column;

/** The slots as they lie on the bench. Arrow keys go from slot to slot; with Shift they move the slot. */
export function Bench() {
  const { slots, chosen, choose, move } = useSlots();
  const used = slotOnPort(slots, useBoard(({ board }) => board.port?.path));
  const tiles = useRef(new Map<number, HTMLButtonElement>());
  const drop = useCallback((number: number, place: Place): void => void move(number, place), [move]);
  const { dragged, over, begin } = useDrag(drop);
  const { rows, columns } = drawnBench(slots);
  const places = Array.from({ length: rows * columns }, (_, at): Place => ({ row: Math.floor(at / columns), column: at % columns }));
  const onKey = (slot: SlotView) => (event: KeyboardEvent): void => {
    if (event.ctrlKey || event.altKey || event.metaKey) return;
    const place = event.shiftKey ? besides(event.key, slot.place) : undefined;
    const next = event.shiftKey ? undefined : nextSlot(event.key, slot, slots);
    if (place !== undefined) void move(slot.number, place);
    if (next !== undefined) {
      choose(next.number);
      tiles.current.get(next.number)?.focus();
    }
    if (place !== undefined || next !== undefined) event.preventDefault();
  };
  const tabbable = slots.find(({ number }) => number === chosen) ?? slots[0];
  return (
    <div className={css.benchBox}>
      <p className={css.edge}>{texts.back}</p>
      <div className={css.bench} style={{ gridTemplateColumns: `repeat(${columns}, minmax(8rem, 1fr))`, gridTemplateRows: `repeat(${rows}, minmax(6.5rem, auto))` }} role="region" aria-label={texts.bench}>
        {places.map((place) => (
          <div key={`${place.row} ${place.column}`} className={classes(css.place, isAt(over, place) && css.over)} style={{ gridRow: place.row + 1, gridColumn: place.column + 1 }} data-row={place.row} data-column={place.column} />
        ))}
        {slots.map((slot) => (
          <SlotTile
            key={slot.number}
            slot={slot}
            chosen={slot.number === chosen}
            used={slot.number === used?.number}
            tabbable={slot === tabbable}
            dragged={slot.number === dragged}
            ref={(tile) => void (tile === null ? tiles.current.delete(slot.number) : tiles.current.set(slot.number, tile))}
            onChoose={() => choose(slot.number)}
            onKeyDown={onKey(slot)}
            onPointerDown={begin(slot.number)}
          />
        ))}
      </div>
      <p className={css.edge}>{texts.front}</p>
      <p className="dim small">{texts.keys}</p>
    </div>
  );
}
