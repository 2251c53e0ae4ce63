import { X } from 'lucide-react';
import { useEffect, useId, useLayoutEffect, useRef, useState, type ReactNode } from 'react';
import { Button } from './button.tsx';
import css from './dialog.module.css';
import { focusBack } from './focusBack.ts';
import { uiTexts } from './texts.ts';

interface Props {
  readonly title: string;
  readonly onClose: () => void;
  readonly children: ReactNode;
  readonly foot?: ReactNode;
}

/** Whether a part of the content is out of sight. The content must then be reachable with Tab, so that the keyboard can scroll it. */
function useScrolls() {
  const place = useRef<HTMLDivElement>(null);
  const [scrolls, setScrolls] = useState(false);
  useEffect(() => {
    const body = place.current;
    if (body === null) return undefined;
    const observer = new ResizeObserver(() => setScrolls(body.scrollHeight > body.clientHeight));
    observer.observe(body);
    return () => observer.disconnect();
  }, []);
  return { place, scrolls };
}

/**
 * The browser's own modal dialog. It keeps the focus inside, returns the focus when it closes, and needs no injected
 * styles. It is never higher than the window: its middle scrolls; title and buttons stay visible.
 */
export function Dialog({ title, onClose, children, foot }: Props) {
  const id = useId();
  const ref = useRef<HTMLDialogElement>(null);
  const { place, scrolls } = useScrolls();
  // The dialog is closed before it is removed, because a removed dialog cannot return the focus.
  useLayoutEffect(() => {
    const dialog = ref.current;
    const before = document.activeElement;
    dialog?.showModal();
    return () => {
      dialog?.close();
      focusBack(before);
    };
  }, []);
  return (
    <dialog ref={ref} className={css.dialog} aria-labelledby={id} onCancel={onClose} onClose={onClose}>
      <div className={css.head}>
        <h2 id={id}>{title}</h2>
        <Button look="quiet" small aria-label={uiTexts.close} icon={<X size="1.25rem" aria-hidden />} onClick={onClose} />
      </div>
      <div ref={place} className={css.body} role="group" aria-labelledby={id} tabIndex={scrolls ? 0 : undefined}>
        {children}
      </div>
      {foot && <div className={css.foot}>{foot}</div>}
    </dialog>
  );
}
