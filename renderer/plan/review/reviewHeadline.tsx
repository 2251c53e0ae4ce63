import type { PlanView, StepView } from '../../../core/contract/plan.ts';
import { unreachable } from '../../../core/result/result.ts';
import { useNavigation } from '../../navigation/navigation.ts';
import { usePlan } from '../planStore.ts';
import { useWizard } from '../../wizard/wizardStore.ts';
import { Banner } from '../../ui/banner.tsx';
import { Button } from '../../ui/button.tsx';
import { Fault } from '../../ui/fault.tsx';
import { NoBoard } from '../../board/noBoard.tsx';
import { wizardSteps } from '../../wizard/steps/registry.ts';
import { stepTexts } from '../../wizard/texts.ts';
import { isAssumed, refusedStep, stepToMend } from './refusedStep.ts';
import type { ReviewState } from './reviewState.ts';
import { reviewTexts as texts } from './texts.ts';

function WayBack({ refused }: { readonly refused: StepView }) {
  const answers = useWizard(({ view }) => view?.answers);
  const goStep = useNavigation((navigation) => navigation.goStep);
  const ofWizard = usePlan((state) => state.ofWizard);
  if (answers === undefined || !ofWizard) return null;
  const id = stepToMend(refused, answers);
  return (
    <Button small onClick={() => goStep(wizardSteps.findIndex((step) => step.id === id))}>
      {texts.toStep(stepTexts[id].title)}
    </Button>
  );
}

function Refused({ plan }: { readonly plan: PlanView }) {
  const refused = refusedStep(plan);
  return (
    <>
      <Banner tone="bad" role="alert" actions={refused && <WayBack refused={refused} />}>
        <strong>{texts.refusedTitle}</strong>
      </Banner>
      {plan.fault && plan.fault.code !== refused?.fault?.code && <Fault fault={plan.fault} />}
    </>
  );
}

/** The review's headline: the result for the plan on the chip that is connected now. */
export function ReviewHeadline({ plan, state }: { readonly plan: PlanView; readonly state: ReviewState }) {
  switch (state.is) {
    case 'no-board':
      return <NoBoard />;
    case 'void':
      return (
        <Banner tone="warn" role="alert">
          <p>
            <strong>{state.why ?? texts.otherChip}</strong>
          </p>
          <p>{texts.voidNote}</p>
        </Banner>
      );
    case 'refused':
      return <Refused plan={plan} />;
    case 'needs-file':
      return (
        <Banner tone="warn" role="alert">
          <strong>{texts.needsFileTitle}</strong>
        </Banner>
      );
    case 'not-all-tried':
      return (
        <Banner tone="warn">
          <p>
            <strong>{texts.notAllTried(plan.steps.filter(isAssumed).length, plan.steps.length)}</strong>
          </p>
          <p>{texts.notAllTriedWhy}</p>
        </Banner>
      );
    case 'passed':
      return <Banner tone="good">{plan.steps.every(({ rehearsal }) => rehearsal === 'already-done') ? texts.nothing : texts.went}</Banner>;
    default:
      return unreachable(state);
  }
}
