import { Check, LockKeyhole } from 'lucide-react';
import type { StepView } from '../../../core/contract/plan.ts';
import { isConfirmed, usePlan } from '../planStore.ts';
import { Field } from '../../ui/field.tsx';
import css from './review.module.css';
import { reviewTexts as texts } from './texts.ts';

/** A text shorter than an id is still being typed, so it is not shown as wrong. */
const idLength = 4;

/** An irreversible step is confirmed by typing its object's id. */
export function Confirmation({ step }: { readonly step: StepView }) {
  const { typed, type } = usePlan();
  const text = typed[step.id] ?? '';
  const good = isConfirmed(step, typed);
  const wrong = !good && text.trim().replace(/^0x/i, '').length >= idLength;
  const hint = good ? (
    <span className={css.yes}>
      <Check size="1rem" aria-hidden />
      {texts.confirmed}
    </span>
  ) : (
    texts.confirmHint
  );
  return (
    <div className={css.confirm}>
      <LockKeyhole size="1.25rem" aria-hidden />
      <div>
        <strong>{step.title}</strong>
        <p>{step.irreversibleBecause}</p>
      </div>
      <Field
        mono
        label={texts.confirm(step.object)}
        value={text}
        hint={hint}
        error={wrong ? texts.notThis(step.object) : undefined}
        onText={(next) => type(step.id, next)}
      />
    </div>
  );
}
