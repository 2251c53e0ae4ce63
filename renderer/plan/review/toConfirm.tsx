import { LockKeyhole } from 'lucide-react';
import type { PlanView } from '../../../core/contract/plan.ts';
import { needsConfirmation } from '../planStore.ts';
import { Confirmation } from './confirmation.tsx';
import css from './review.module.css';
import { summaryTexts as texts } from './summaryTexts.ts';

/** Before the steps: everything that can't be undone, each with the field for its object's id. */
export function ToConfirm({ plan }: { readonly plan: PlanView }) {
  const steps = plan.steps.filter(needsConfirmation);
  if (steps.length === 0) return null;
  return (
    <section className={css.confirmAll} aria-label={texts.toConfirm(steps.length)}>
      <h2>
        <LockKeyhole size="1.25rem" aria-hidden /> {texts.toConfirm(steps.length)}
      </h2>
      <p className="small">{texts.toConfirmBody}</p>
      {steps.map((step) => (
        <Confirmation key={step.id} step={step} />
      ))}
    </section>
  );
}
