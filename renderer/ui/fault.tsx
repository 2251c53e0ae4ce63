import { X } from 'lucide-react';
import { createContext, useContext, type ReactNode } from 'react';
import { Banner } from './banner.tsx';
import css from './banner.module.css';
import { Button } from './button.tsx';
import { CopyButton } from './copyButton.tsx';
import { uiTexts } from './texts.ts';

/** A failure in its four parts, and the raw answer below. */
export interface FaultParts {
  readonly what: string;
  readonly object?: string | undefined;
  readonly why: string;
  readonly todo: string;
  readonly raw?: string | undefined;
  readonly code?: string | undefined;
}

/** All parts as one text, for a colleague or a report. */
export function faultText({ what, object, why, todo, raw, code }: FaultParts): string {
  const head = object === undefined || what.includes(object) ? what : `${what} (${object})`;
  const tail = [raw, code].filter((part) => part !== undefined).join(' · ');
  return [head, why, todo, tail].filter((line) => line !== '').join('\n');
}

interface Props {
  readonly fault: FaultParts;
  readonly onDismiss?: (() => void) | undefined;
  readonly actions?: ReactNode;
}

/** Whether a failure with this code is already shown elsewhere on the screen. */
export const SaidElsewhere = createContext<(code: string | undefined) => boolean>(() => false);

export function Fault({ fault, onDismiss, actions }: Props) {
  const saidElsewhere = useContext(SaidElsewhere);
  if (saidElsewhere(fault.code)) return null;
  const { what, object, why, todo, raw } = fault;
  const buttons = (
    <>
      {actions}
      <CopyButton text={faultText(fault)} />
      {onDismiss && <Button small look="quiet" aria-label={uiTexts.dismiss} icon={<X size="1rem" aria-hidden />} onClick={onDismiss} />}
    </>
  );
  return (
    <Banner tone="bad" role="alert" actions={buttons}>
      <p className={css.what}>
        {what}
        {object !== undefined && !what.includes(object) && <span className="mono"> {object}</span>}
      </p>
      {why !== '' && <p>{why}</p>}
      {todo !== '' && <p className={css.todo}>{todo}</p>}
      {raw !== undefined && <p className={css.raw}>{raw}</p>}
    </Banner>
  );
}
