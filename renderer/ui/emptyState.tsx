import type { ReactNode } from 'react';
import css from './emptyState.module.css';

interface Props {
  readonly icon: ReactNode;
  readonly title: string;
  readonly children: ReactNode;
  /** The way in. */
  readonly actions?: ReactNode;
}

export function EmptyState({ icon, title, children, actions }: Props) {
  return (
    <div className={css.empty}>
      <div className={css.icon}>{icon}</div>
      <h2>{title}</h2>
      <p className="dim">{children}</p>
      {actions && <div className={css.actions}>{actions}</div>}
    </div>
  );
}
