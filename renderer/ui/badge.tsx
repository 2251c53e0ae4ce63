import type { ReactNode } from 'react';
import css from './badge.module.css';
import { classes } from './classes.ts';

interface Props {
  readonly tone?: 'plain' | 'accent' | 'good' | 'warn' | 'bad';
  readonly icon?: ReactNode;
  readonly children: ReactNode;
}

/** A state. It always has a word; colour and icon only repeat it. */
export function Badge({ tone = 'plain', icon, children }: Props) {
  return (
    <span className={classes(css.badge, css[tone])}>
      {icon}
      {children}
    </span>
  );
}

/** Striped, so that simulated things are not taken for real ones. */
export function StripedBadge({ children }: { readonly children: ReactNode }) {
  return (
    <span className={classes(css.badge, css.striped)}>
      <span>{children}</span>
    </span>
  );
}
