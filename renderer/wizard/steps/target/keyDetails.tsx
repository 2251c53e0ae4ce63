import { useState } from 'react';
import type { WizardAnswers } from '../../../../core/contract/wizard.ts';
import { terms } from '../../terms.ts';
import { useWizard } from '../../wizardStore.ts';
import { Check } from '../../../ui/choices.tsx';
import { Field } from '../../../ui/field.tsx';
import { Term } from '../../../ui/term.tsx';
import { wizardTexts as texts } from '../../texts.ts';
import css from '../steps.module.css';
import { readPayloadVersion } from './payloadVersion.ts';

const usages = ['authentication', 'encryption', 'signature', 'key_agreement'] as const;

function PayloadVersion({ value }: { readonly value: number }) {
  const answer = useWizard((state) => state.answer);
  const [typed, setTyped] = useState<string>();
  const change = (text: string): void => {
    setTyped(text);
    const payloadVersion = readPayloadVersion(text);
    if (payloadVersion !== undefined) void answer({ payloadVersion });
  };
  const bad = typed !== undefined && readPayloadVersion(typed) === undefined;
  return (
    <Field
      className={css.version ?? ''}
      label={texts.payloadVersion}
      hint={<Term means={terms.payloadVersion}>{texts.payloadVersionHint}</Term>}
      error={bad ? texts.payloadVersionBad : undefined}
      inputMode="numeric"
      value={typed ?? String(value)}
      onText={change}
      onBlur={() => setTyped(undefined)}
    />
  );
}

/** Rarely changed settings: key usage and the update's version. */
export function KeyDetails({ answers }: { readonly answers: WizardAnswers }) {
  const answer = useWizard((state) => state.answer);
  const toggle = (usage: (typeof usages)[number], on: boolean): void => {
    void answer({ keyUsage: usages.filter((one) => (one === usage ? on : answers.keyUsage.includes(one))) });
  };
  return (
    <details className={css.fold}>
      <summary>{texts.details}</summary>
      <fieldset className={css.usages}>
        <legend>
          <Term means={terms.keyUsage}>{texts.keyUsage}</Term>
        </legend>
        {usages.map((usage) => (
          <Check key={usage} title={texts.usages[usage]} checked={answers.keyUsage.includes(usage)} onCheck={(on) => toggle(usage, on)} />
        ))}
      </fieldset>
      <PayloadVersion value={answers.payloadVersion} />
    </details>
  );
}
