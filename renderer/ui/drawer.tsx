import { X } from 'lucide-react';
import type { ReactNode } from 'react';
import { Button } from './button.tsx';
import css from './drawer.module.css';
import { separatorEvents } from './separator.ts';
import { uiTexts } from './texts.ts';

interface Props {
  readonly title: string;
  readonly tools: ReactNode;
  /** The height in rem. Its limits are in rem too. */
  readonly height: number;
  readonly limits: { readonly least: number; readonly most: number };
  /** Called while the edge moves. `done`: whether the user released the edge. */
  readonly onHeight: (height: number, done: boolean) => void;
  readonly onClose: () => void;
  readonly children: ReactNode;
}

/** A part of the window that opens at the bottom. The room above stays usable. */
export function Drawer({ title, tools, height, limits, onHeight, onClose, children }: Props) {
  return (
    <section className={css.drawer} aria-label={title} style={{ height: `${height}rem` }}>
      <div
        className={css.edge}
        role="separator"
        tabIndex={0}
        aria-label={uiTexts.heightOf(title)}
        aria-orientation="horizontal"
        aria-valuemin={limits.least}
        aria-valuemax={limits.most}
        aria-valuenow={Math.round(height)}
        {...separatorEvents(height, limits, onHeight)}
      />
      <div className={css.head}>
        <h2>{title}</h2>
        {tools}
        <Button small look="quiet" aria-label={`${uiTexts.close} ${title.toLowerCase()}`} icon={<X size="1.25rem" aria-hidden />} onClick={onClose} />
      </div>
      <div className={css.body}>{children}</div>
    </section>
  );
}
