import type { ReactNode } from 'react';
import { Button } from './button.tsx';
import css from './dialogChoices.module.css';

/** The choices that a dialog offers, one below the other. */
export const DialogChoices = ({ children }: { readonly children: ReactNode }) => <div className={css.choices}>{children}</div>;

interface Props {
  readonly title: string;
  /** What the choice does, or why it cannot be chosen. */
  readonly detail: string;
  readonly disabled?: boolean;
  readonly onGo: () => void;
}

/** One choice of a dialog: a large button with its explanation. */
export function DialogChoice({ title, detail, disabled = false, onGo }: Props) {
  return (
    <Button className={css.choice ?? ''} disabled={disabled} onClick={onGo}>
      <span>{title}</span>
      <span className="dim small">{detail}</span>
    </Button>
  );
}
