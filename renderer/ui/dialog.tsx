import { X } from 'lucide-react';
import { useId, useLayoutEffect, useRef, type ReactNode } from 'react';
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

/** The browser's own modal dialog. It keeps the focus inside and returns it, and needs no injected styles. */
export function Dialog({ title, onClose, children, foot }: Props) {
  const id = useId();
  const ref = useRef<HTMLDialogElement>(null);
  // Closed before it leaves the page, because a removed dialog cannot return the focus.
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
      {children}
      {foot && <div className={css.foot}>{foot}</div>}
    </dialog>
  );
}
