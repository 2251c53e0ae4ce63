import { Circle, CircleAlert, CircleCheck, CircleMinus } from 'lucide-react';
import { classes } from './classes.ts';
import css from './steps.module.css';
import { moveFocus } from './moveFocus.ts';

export type StepState = 'todo' | 'ready' | 'problem' | 'skipped';

export interface StepItem {
  readonly id: string;
  /** "1/7" */
  readonly number: string;
  readonly title: string;
  readonly state: StepState;
  readonly says: string;
}

const icons = { todo: Circle, ready: CircleCheck, problem: CircleAlert, skipped: CircleMinus } as const;

interface Props {
  readonly label: string;
  readonly items: readonly StepItem[];
  readonly current: string;
  readonly onGo: (id: string) => void;
}

/** The steps with their states, each a shape and a word. Arrow keys move between them. */
export function Steps({ label, items, current, onGo }: Props) {
  return (
    <nav aria-label={label}>
      <ol className={css.list} onKeyDown={moveFocus}>
        {items.map(({ id, number, title, state, says }) => {
          const Icon = icons[state];
          return (
            <li key={id}>
              <button
                type="button"
                data-moves
                className={classes(css.step, css[state])}
                aria-current={id === current ? 'step' : undefined}
                onClick={() => onGo(id)}
              >
                <Icon size="1.25rem" aria-hidden />
                <span className={css.title}>
                  <span className={css.number}>{number}</span> {title}
                </span>
                <span className={css.state}>{says}</span>
              </button>
            </li>
          );
        })}
      </ol>
    </nav>
  );
}
