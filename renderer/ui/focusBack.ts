/**
 * Gives the focus back to what had it before something opened over the screen; when that is gone, to the heading of the screen, so that
 * Tab never starts again at the top of the window.
 */
export function focusBack(before: Element | null): void {
  const to = before instanceof HTMLElement && before.isConnected && before !== document.body ? before : document.querySelector<HTMLElement>('main h1');
  to?.focus();
}
