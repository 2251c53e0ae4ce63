import { X } from 'lucide-react';
import type { ReactNode } from 'react';
import { Button } from './button.tsx';
import css from './drawer.module.css';
import { uiTexts } from './texts.ts';

interface Props {
  readonly title: string;
  readonly tools: ReactNode;
  readonly onClose: () => void;
  readonly children: ReactNode;
}

/** A part of the window that opens from below and leaves the room above usable. */
export function Drawer({ title, tools, onClose, children }: Props) {
  return (
    <section className={css.drawer} aria-label={title}>
      <div className={css.head}>
        <h2>{title}</h2>
        {tools}
        <Button small look="quiet" aria-label={`${uiTexts.close} ${title.toLowerCase()}`} icon={<X size="1.25rem" aria-hidden />} onClick={onClose} />
      </div>
      <div className={css.body}>{children}</div>
    </section>
  );
}
