import type { KeyboardEvent } from 'react';

/** Returns the target of an arrow key in a list of `count` elements, from `at`; undefined for other keys. Stops at the ends. */
export function nextIndex(key: string, at: number, count: number): number | undefined {
  switch (key) {
    case 'ArrowDown':
      return Math.min(at + 1, count - 1);
    case 'ArrowUp':
      return Math.max(at - 1, 0);
    case 'Home':
      return 0;
    case 'End':
      return count - 1;
    default:
      return undefined;
  }
}

/** Moves the focus among the children marked `data-moves`. */
export function moveFocus(event: KeyboardEvent<HTMLElement>): void {
  const items = [...event.currentTarget.querySelectorAll<HTMLElement>('[data-moves]')];
  const at = items.findIndex((item) => item === document.activeElement);
  const to = at < 0 ? undefined : nextIndex(event.key, at, items.length);
  if (to === undefined) return;
  event.preventDefault();
  items[to]?.focus();
}
