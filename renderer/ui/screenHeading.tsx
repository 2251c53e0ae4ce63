import { useEffect, useRef, type ReactNode } from 'react';

/** Whether a field of the new screen already took the focus. It then keeps the focus. */
const fieldHasFocus = (screen: Element | null): boolean =>
  document.activeElement instanceof HTMLInputElement && screen?.contains(document.activeElement) === true;

/** Whether the window has shown a screen already. */
let started = false;

/**
 * The heading of a new screen. It takes the focus, so that a screen reader and the Tab key start there. On the first
 * screen of the window, the focus stays at the top, where the skip link is.
 */
export function ScreenHeading({ children, className }: { readonly children: ReactNode; readonly className?: string | undefined }) {
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => {
    if (!started) started = true;
    else if (!fieldHasFocus(heading.current?.closest('main') ?? null)) heading.current?.focus();
  }, []);
  return (
    <h1 ref={heading} tabIndex={-1} className={className}>
      {children}
    </h1>
  );
}
