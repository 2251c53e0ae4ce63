import { useEffect, useRef, type ReactNode } from 'react';

/** A field of the new screen that asked for the focus itself keeps it. */
const fieldHasFocus = (screen: Element | null): boolean =>
  document.activeElement instanceof HTMLInputElement && screen?.contains(document.activeElement) === true;

/** Whether the window has shown a screen already. */
let started = false;

/**
 * The heading of a screen that has just opened: it takes the focus, so that a screen reader starts there and Tab goes on from there. The
 * screen that the window starts with leaves the focus at the top, where the skip link is.
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
