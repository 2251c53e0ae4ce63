import { useCallback, useMemo, useRef, type ReactNode, type RefCallback } from 'react';
import { createRoot, type Root } from 'react-dom/client';

export interface Apart {
  /** Ref of the element into which the content is drawn. When the element is removed, the content is removed too. */
  readonly place: RefCallback<HTMLElement>;
  draw(node: ReactNode): void;
  clear(): void;
}

/** Deletes a tree later, because React may be updating the surrounding tree now. */
const later = (root: Root | undefined): void => void setTimeout(() => root?.unmount());

/**
 * Draws something that must be removed from memory, such as a secret, in a separate React tree that is deleted as a
 * whole. In the window's own tree, React keeps what it drew before.
 */
export function useApart(): Apart {
  const element = useRef<HTMLElement>(null);
  const root = useRef<Root>(undefined);
  const clear = useCallback(() => {
    later(root.current);
    root.current = undefined;
  }, []);
  const place = useCallback(
    (drawnInto: HTMLElement | null) => {
      element.current = drawnInto;
      return () => {
        clear();
        element.current = null;
      };
    },
    [clear],
  );
  return useMemo(() => {
    const draw = (node: ReactNode): void => {
      if (element.current === null) return;
      root.current ??= createRoot(element.current);
      root.current.render(node);
    };
    return { place, draw, clear };
  }, [place, clear]);
}
