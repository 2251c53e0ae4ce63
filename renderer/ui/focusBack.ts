import { useRef } from 'react';

const heading = (): HTMLElement | null => document.querySelector<HTMLElement>('main h1');

/**
 * Returns the focus to the element that had it before something opened over the screen. If that element is gone, the
 * screen's heading gets it, so that Tab never starts again at the top of the window.
 */
export function focusBack(before: Element | null): void {
  const to = before instanceof HTMLElement && before.isConnected && before !== document.body ? before : heading();
  to?.focus();
}

/**
 * Moves the focus after a menu, a list or a file chooser was used. On a screen with a main action, the focus leaves the
 * button that opened it, so that Enter does the main action and does not open it again. Nothing scrolls. In a dialog
 * and on other screens, the focus stays.
 * @param opener the button that opened the menu, list or file chooser
 * @returns whether the focus was moved
 */
export function focusAfterUse(opener: Element | null): boolean {
  const to = heading();
  const inDialog = opener !== null && opener.closest('dialog') !== null;
  if (to === null || inDialog || document.querySelector('[data-main-action]') === null) return false;
  to.focus({ preventScroll: true });
  return true;
}

/**
 * For a menu or a list over the screen. If it was used, closing it moves the focus as `focusAfterUse` does. If it was
 * only closed, its button gets the focus back.
 */
export function useFocusAfterUse(): { readonly used: () => void; readonly onCloseAutoFocus: (event: Event) => void } {
  const wasUsed = useRef(false);
  return {
    used: () => {
      wasUsed.current = true;
    },
    onCloseAutoFocus: (event) => {
      if (wasUsed.current && focusAfterUse(null)) event.preventDefault();
      wasUsed.current = false;
    },
  };
}
