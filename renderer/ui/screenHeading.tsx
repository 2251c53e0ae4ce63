import { useEffect, useRef, type ReactNode } from 'react';

/** The heading of a screen that has just opened: it takes the focus, so that a screen reader starts there. */
export function ScreenHeading({ children, className }: { readonly children: ReactNode; readonly className?: string | undefined }) {
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => heading.current?.focus(), []);
  return (
    <h1 ref={heading} tabIndex={-1} className={className}>
      {children}
    </h1>
  );
}
