import type { PlanView } from '../../../core/contract/plan.ts';
import { sayChipId, sayMs } from '../../../core/result/format.ts';
import { terms } from '../../wizard/terms.ts';
import { StripedBadge } from '../../ui/badge.tsx';
import { ScreenHeading } from '../../ui/screenHeading.tsx';
import { Term } from '../../ui/term.tsx';
import css from './review.module.css';
import { lacksFile, refusedStep } from './refusedStep.ts';
import { reviewTexts as texts } from './texts.ts';

const sum = (plan: PlanView, of: 'bytes' | 'cycles'): number => plan.steps.reduce((total, { cost }) => total + cost[of], 0);

/** Says the sum of a cost. The cost of untried steps is unknown, so the sum is a minimum, or unknown when nothing was measured. */
function sayTotal({ steps }: PlanView, amount: number, text: string): string {
  if (!steps.some((step) => step.rehearsal === 'not-rehearsable' || lacksFile(step))) return text;
  return amount === 0 ? texts.notKnown : texts.atLeast(text);
}

/** The cost of writing the plan. */
function Costs({ plan }: { readonly plan: PlanView }) {
  const [bytes, cycles] = [sum(plan, 'bytes'), sum(plan, 'cycles')];
  return (
    <dl className={css.facts}>
      <div>
        <dt>{texts.expected}</dt>
        <dd className="right">{sayTotal(plan, plan.expectedMs, sayMs(plan.expectedMs))}</dd>
      </div>
      <div>
        <dt>{texts.bytes}</dt>
        <dd className="right">{sayTotal(plan, bytes, String(bytes))}</dd>
      </div>
      <div>
        <dt>
          <Term means={terms.cycles}>{texts.cycles}</Term>
        </dt>
        <dd className="right">{sayTotal(plan, cycles, String(cycles))}</dd>
      </div>
    </dl>
  );
}

/** The plan's title, its chip and its cost. If the chip would refuse the plan, no cost is shown. */
export function PlanHead({ plan }: { readonly plan: PlanView }) {
  const step = refusedStep(plan);
  const refused = step !== undefined && !lacksFile(step);
  return (
    <div className={css.head}>
      <div>
        <ScreenHeading>{plan.title}</ScreenHeading>
        <p className={css.sub}>
          <span className="dim">{texts.forChip}</span> <span className="mono">{sayChipId(plan.chipId)}</span>
          {plan.simulated && <StripedBadge>{texts.simulated}</StripedBadge>}
        </p>
      </div>
      {!refused && <Costs plan={plan} />}
    </div>
  );
}
