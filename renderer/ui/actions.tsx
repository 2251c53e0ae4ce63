import type { ReactNode } from 'react';
import css from './actions.module.css';
import { Button } from './button.tsx';

export interface Action {
  readonly label: string;
  readonly run: () => void;
  readonly disabled?: boolean;
  readonly icon?: ReactNode;
}

interface Props {
  readonly main?: Action | undefined;
  readonly back?: Action | undefined;
  /** Other actions of the screen, beside the way back. */
  readonly others?: ReactNode;
  /** Why the main action must wait, or what it will do. */
  readonly note?: ReactNode;
}

/**
 * The foot of a screen: the way back on the left, the one main action on the right. Enter and Esc find these buttons by
 * their attributes.
 */
export function ActionBar({ main, back, others, note }: Props) {
  return (
    <footer className={css.bar}>
      {back && (
        <Button data-back-action onClick={back.run} disabled={back.disabled ?? false} icon={back.icon}>
          {back.label}
        </Button>
      )}
      {others}
      <p className={css.note} role="status">
        {note}
      </p>
      {main && (
        <Button look="main" className={css.main ?? ''} data-main-action onClick={main.run} disabled={main.disabled ?? false} icon={main.icon}>
          {main.label}
        </Button>
      )}
    </footer>
  );
}
