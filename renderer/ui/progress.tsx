import { classes } from './classes.ts';
import css from './progress.module.css';

interface Props {
  readonly label: string;
  /** 0…1 */
  readonly value: number;
  readonly text: string;
  readonly tone?: 'accent' | 'warn' | 'bad';
}

export function Progress({ label, value, text, tone = 'accent' }: Props) {
  const part = Math.min(1, Math.max(0, value));
  return (
    <div
      className={css.track}
      role="progressbar"
      aria-label={label}
      aria-valuemin={0}
      aria-valuemax={100}
      aria-valuenow={Math.round(part * 100)}
      aria-valuetext={text}
    >
      <div className={classes(css.bar, tone !== 'accent' && css[tone])} style={{ transform: `scaleX(${part})` }} />
    </div>
  );
}
