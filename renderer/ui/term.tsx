import { Tooltip } from 'radix-ui';
import type { ReactNode } from 'react';
import css from './term.module.css';

interface Props {
  readonly children: ReactNode;
  /** The explanation, in one line. */
  readonly means: string;
}

/** A term of the manual, explained in one line on hover or focus. */
export function Term({ children, means }: Props) {
  return (
    <Tooltip.Root>
      <Tooltip.Trigger className={css.term} type="button">
        {children}
      </Tooltip.Trigger>
      <Tooltip.Portal>
        <Tooltip.Content className={css.tip} sideOffset={6} collisionPadding={8}>
          {means}
        </Tooltip.Content>
      </Tooltip.Portal>
    </Tooltip.Root>
  );
}

export const TermProvider = ({ children }: { readonly children: ReactNode }) => (
  <Tooltip.Provider delayDuration={300}>{children}</Tooltip.Provider>
);
