import type { KeyboardEvent, PointerEvent } from 'react';

/** Step of an arrow key in rem. With Shift, the step is four times as long. */
const step = 2;

const remOf = (pixels: number): number => pixels / Number.parseFloat(getComputedStyle(document.documentElement).fontSize);

interface Limits {
  readonly least: number;
  readonly most: number;
}

/** Returns the height after a key; undefined for keys that do not move the edge. @param height rem */
export function heightAfter(key: string, shift: boolean, height: number, { least, most }: Limits): number | undefined {
  const by = shift ? 4 * step : step;
  const wanted = ({ ArrowUp: height + by, ArrowDown: height - by, Home: least, End: most } as Readonly<Record<string, number>>)[key];
  return wanted === undefined ? undefined : Math.min(most, Math.max(least, wanted));
}

/** Returns event handlers for the separator above a part with this `height`: arrow keys, Home, End, and the pointer. Heights in rem. */
export function separatorEvents(height: number, limits: Limits, onHeight: (height: number, done: boolean) => void) {
  const dragged = (event: PointerEvent<HTMLElement>, done: boolean): void => {
    const part = event.currentTarget.parentElement;
    if (part === null || !event.currentTarget.hasPointerCapture(event.pointerId)) return;
    const wanted = remOf(part.getBoundingClientRect().bottom - event.clientY);
    onHeight(Math.min(limits.most, Math.max(limits.least, wanted)), done);
  };
  return {
    onKeyDown(event: KeyboardEvent) {
      const wanted = heightAfter(event.key, event.shiftKey, height, limits);
      if (wanted === undefined) return;
      event.preventDefault();
      onHeight(wanted, true);
    },
    onPointerDown: (event: PointerEvent<HTMLElement>) => event.currentTarget.setPointerCapture(event.pointerId),
    onPointerMove: (event: PointerEvent<HTMLElement>) => dragged(event, false),
    onPointerUp: (event: PointerEvent<HTMLElement>) => dragged(event, true),
  };
}
