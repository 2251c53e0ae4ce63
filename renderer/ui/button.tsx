import type { ButtonHTMLAttributes, ReactNode } from 'react';
import css from './button.module.css';
import { classes } from './classes.ts';

export type Look = 'plain' | 'quiet' | 'main';

interface Props extends ButtonHTMLAttributes<HTMLButtonElement> {
  readonly look?: Look;
  readonly small?: boolean;
  readonly icon?: ReactNode;
}

export function Button({ look = 'plain', small = false, icon, children, className, ...rest }: Props) {
  const name = classes(css.button, look === 'main' && css.main, look === 'quiet' && css.quiet, small && css.small, className);
  return (
    <button type="button" className={name} {...rest}>
      {icon}
      {children}
    </button>
  );
}
