import { CircleCheck, CircleX, Info, TriangleAlert } from 'lucide-react';
import type { ReactNode } from 'react';
import css from './banner.module.css';
import { classes } from './classes.ts';

export type Tone = 'info' | 'good' | 'warn' | 'bad';

const icons = { info: Info, good: CircleCheck, warn: TriangleAlert, bad: CircleX } as const;

interface Props {
  readonly tone: Tone;
  readonly children: ReactNode;
  readonly actions?: ReactNode;
  /** How a screen reader announces the banner: an alert interrupts, a status waits. */
  readonly role?: 'alert' | 'status' | 'note';
  readonly label?: string;
}

export function Banner({ tone, children, actions, role = 'status', label }: Props) {
  const Icon = icons[tone];
  return (
    <div className={classes(css.banner, css[tone])} role={role} aria-label={label}>
      <Icon size="1.25rem" aria-hidden />
      <div className={css.body}>{children}</div>
      {actions && <div className={css.actions}>{actions}</div>}
    </div>
  );
}
