import { useId, type ReactNode } from 'react';
import css from './card.module.css';

interface Props {
  readonly title: ReactNode;
  readonly aside?: ReactNode;
  /** Level of the heading: 3 below a heading of level 2. */
  readonly level?: 2 | 3;
  readonly children: ReactNode;
}

export function Card({ title, aside, level = 2, children }: Props) {
  const id = useId();
  const Heading = level === 2 ? 'h2' : 'h3';
  return (
    <section className={css.card} aria-labelledby={id}>
      <div className={css.head}>
        <Heading id={id} className="partTitle">
          {title}
        </Heading>
        {aside}
      </div>
      {children}
    </section>
  );
}
