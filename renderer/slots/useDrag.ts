import { useEffect, useState, type PointerEvent as ReactPointerEvent } from 'react';
import type { Place } from './benchPlaces.ts';

/** A pointer that moves less than this clicks the tile; a longer move drags it. CSS pixels */
const least = 6;

interface Drag {
  readonly number: number;
  readonly from: { readonly x: number; readonly y: number };
  readonly moved: boolean;
  readonly over: Place | undefined;
}

/** Returns the place under a point of the window. The element of each place is marked with its row and column. */
function placeAt(x: number, y: number): Place | undefined {
  const found = document.elementsFromPoint(x, y).find((one): one is HTMLElement => one instanceof HTMLElement && one.dataset['row'] !== undefined);
  return found === undefined ? undefined : { row: Number(found.dataset['row']), column: Number(found.dataset['column']) };
}

/** Drags tiles with mouse, pen or finger. @returns the present drag, and the function that begins one */
export function useDrag(move: (number: number, place: Place) => void) {
  const [drag, setDrag] = useState<Drag>();
  const number = drag?.number;
  useEffect(() => {
    if (drag === undefined) return undefined;
    const follow = ({ clientX, clientY }: PointerEvent): void => {
      const moved = drag.moved || Math.hypot(clientX - drag.from.x, clientY - drag.from.y) >= least;
      setDrag({ ...drag, moved, over: moved ? placeAt(clientX, clientY) : undefined });
    };
    const end = ({ clientX, clientY }: PointerEvent): void => {
      setDrag(undefined);
      const place = drag.moved ? placeAt(clientX, clientY) : undefined;
      if (place !== undefined) move(drag.number, place);
    };
    const stop = (): void => setDrag(undefined);
    const onKey = ({ key }: KeyboardEvent): void => {
      if (key === 'Escape') stop();
    };
    addEventListener('pointermove', follow);
    addEventListener('pointerup', end);
    addEventListener('pointercancel', stop);
    addEventListener('keydown', onKey);
    return () => {
      removeEventListener('pointermove', follow);
      removeEventListener('pointerup', end);
      removeEventListener('pointercancel', stop);
      removeEventListener('keydown', onKey);
    };
  }, [drag, move]);
  const begin = (slot: number) => ({ button, clientX, clientY }: ReactPointerEvent<HTMLElement>): void => {
    if (button === 0) setDrag({ number: slot, from: { x: clientX, y: clientY }, moved: false, over: undefined });
  };
  return { dragged: drag?.moved === true ? number : undefined, over: drag?.over, begin };
}
