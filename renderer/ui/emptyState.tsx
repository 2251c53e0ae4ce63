import type { ReactNode } from 'react';
import css from './emptyState.module.css';
import { ScreenHeading } from './screenHeading.tsx';

interface Props {
  readonly icon: ReactNode;
  readonly title: string;
  readonly children: ReactNode;
  /** Buttons for what the user can do first. */
  readonly actions?: ReactNode;
  /** Whether the empty state fills the screen. Its title is then the screen's heading. */
  readonly screen?: boolean;
}

export function EmptyState({ icon, title, children, actions, screen = false }: Props) {
  return (
    <div className={css.empty}>
      <div className={css.icon}>{icon}</div>
      {screen ? <ScreenHeading>{title}</ScreenHeading> : <h2>{title}</h2>}
      <p className="dim">{children}</p>
      {actions && <div className={css.actions}>{actions}</div>}
    </div>
  );
}
