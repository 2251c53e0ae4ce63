import { useState, type FormEvent, type ReactNode } from 'react';
import { certificateUsages, validityDays } from '../../core/contract/keys.ts';
import { Button } from '../ui/button.tsx';
import { Check } from '../ui/choices.tsx';
import { Field } from '../ui/field.tsx';
import css from './keys.module.css';
import { keysTexts as texts, usageTitles } from './texts.ts';

type Usage = (typeof certificateUsages)[number];

export interface Issue {
  readonly days: number;
  readonly usage: Usage[];
  readonly isCa: boolean;
}

interface Props {
  readonly button: string;
  /** The fields above these: subject, or signer. */
  readonly children: ReactNode;
  readonly ready: boolean;
  readonly mayBeCa: boolean;
  readonly onIssue: (issue: Issue) => void;
}

const defaults = (isCa: boolean): Usage[] => (isCa ? ['keyCertSign', 'cRLSign'] : ['digitalSignature']);

function readDays(text: string): number | undefined {
  const days = /^\d{1,6}$/.test(text.trim()) ? Number(text) : 0;
  return days >= validityDays.least && days <= validityDays.most ? days : undefined;
}

/** Days, usage, and whether it is a CA: the questions for every certificate. */
export function IssueForm({ button, children, ready, mayBeCa, onIssue }: Props) {
  const [text, setText] = useState('3650');
  const [isCa, setCa] = useState(false);
  const [usage, setUsage] = useState<Usage[]>(defaults(false));
  const days = readDays(text);
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    if (days !== undefined) onIssue({ days, usage, isCa });
  };
  const choose = (ca: boolean): void => {
    setCa(ca);
    setUsage(defaults(ca));
  };
  return (
    <form className={css.issue} onSubmit={submit}>
      <div className={css.two}>
        {children}
        <Field label={texts.days} inputMode="numeric" value={text} error={days === undefined ? texts.daysBad : undefined} onText={setText} />
      </div>
      {mayBeCa && <Check title={texts.isCa} checked={isCa} onCheck={choose} />}
      <details className={css.fold}>
        <summary>{`${texts.usage}: ${usage.map((name) => usageTitles[name]).join(', ')}`}</summary>
        <fieldset className={css.usages} aria-label={texts.usage}>
          {certificateUsages.map((name) => (
            <Check key={name} title={usageTitles[name]} checked={usage.includes(name)} onCheck={(on) => setUsage(certificateUsages.filter((one) => (one === name ? on : usage.includes(one))))} />
          ))}
        </fieldset>
      </details>
      <div className={css.buttons}>
        <Button type="submit" disabled={!ready || days === undefined}>
          {button}
        </Button>
      </div>
    </form>
  );
}
