import { ClipboardList, LoaderCircle, Save } from 'lucide-react';
import type { PlanView } from '../../../core/contract/plan.ts';
import { useNavigation } from '../../app/navigation.ts';
import { openConfirmations } from '../../client/planStore.ts';
import { useBoard, usePlan, useRun, useWizard } from '../../client/stores.ts';
import { ActionBar } from '../../ui/actions.tsx';
import { Banner } from '../../ui/banner.tsx';
import { Button } from '../../ui/button.tsx';
import { EmptyState } from '../../ui/emptyState.tsx';
import { Fault } from '../../ui/fault.tsx';
import { wizardSteps } from '../steps/registry.ts';
import { stepTexts } from '../texts.ts';
import { refusedStep, stepThatChose } from './refusedStep.ts';
import { PlanHead } from './planHead.tsx';
import { PlanStep } from './planStep.tsx';
import css from './review.module.css';
import { reviewTexts as texts } from './texts.ts';

/** Why the plan can't be run now; undefined when it can. */
function useWaitsFor(plan: PlanView): string | undefined {
  const board = useBoard((state) => state.board);
  const typed = usePlan((state) => state.typed);
  if (!plan.runnable) return texts.notRunnable;
  if (board.link === 'none' || board.link === 'lost' || board.chip === undefined) return texts.noBoard;
  if (board.chip.chipId !== plan.chipId) return texts.otherChip;
  const open = openConfirmations(plan, typed).length;
  return open === 0 ? undefined : texts.confirmLeft(open);
}

function WayBack({ object }: { readonly object: string }) {
  const answers = useWizard(({ view }) => view?.answers);
  const goStep = useNavigation((navigation) => navigation.goStep);
  const origin = usePlan((state) => state.origin);
  if (answers === undefined || origin !== 'provision') return null;
  const id = stepThatChose(object, answers);
  return (
    <Button small onClick={() => goStep(wizardSteps.findIndex((step) => step.id === id))}>
      {texts.toStep(stepTexts[id].title)}
    </Button>
  );
}

function Outcome({ plan }: { readonly plan: PlanView }) {
  const refused = refusedStep(plan);
  if (plan.runnable) {
    const idle = plan.steps.every(({ rehearsal }) => rehearsal === 'already-done');
    return <Banner tone="good">{idle ? texts.nothing : texts.went}</Banner>;
  }
  return (
    <>
      <Banner tone="bad" role="alert" actions={refused && <WayBack object={refused.object} />}>
        <strong>{texts.refusedTitle}</strong>
      </Banner>
      {plan.fault && plan.fault.code !== refused?.fault?.code && <Fault fault={plan.fault} />}
    </>
  );
}

function Reviewed({ plan }: { readonly plan: PlanView }) {
  const { typed, fault, saved, save, dismissFault, origin } = usePlan();
  const { start, fault: runFault, dismissFault: dismissRunFault } = useRun();
  const { goScreen, goBack } = useNavigation();
  const waits = useWaitsFor(plan);
  const write = async (): Promise<void> => {
    if (await start(plan.planId, typed)) goScreen('run');
  };
  const others = (
    <Button icon={<Save size="1rem" aria-hidden />} onClick={() => void save()}>
      {texts.save}
    </Button>
  );
  return (
    <div className={css.screen}>
      <div className={css.scroll}>
        <div className={css.page}>
          <PlanHead plan={plan} />
          <Outcome plan={plan} />
          {fault && <Fault fault={fault} onDismiss={dismissFault} />}
          {runFault && <Fault fault={runFault} onDismiss={dismissRunFault} />}
          {plan.warnings.map((warning) => (
            <Banner key={warning} tone="warn">
              {warning}
            </Banner>
          ))}
          <ol className={css.list} aria-label={texts.steps}>
            {plan.steps.map((step, at) => (
              <PlanStep key={step.id} step={step} at={at + 1} runnable={plan.runnable} />
            ))}
          </ol>
        </div>
      </div>
      <ActionBar
        back={{ label: texts.backTo[origin], run: () => goBack(origin) }}
        others={others}
        note={[saved && texts.saved(saved.name, saved.folder), waits].filter(Boolean).join(' ')}
        main={{ label: texts.write, run: () => void write(), disabled: waits !== undefined }}
      />
    </div>
  );
}

/** The plan before anything is sent: every change, before and after, and what can't be undone. */
export function ReviewScreen() {
  const { plan, fault, rehearsing, fromWizard, origin } = usePlan();
  const goBack = useNavigation((navigation) => navigation.goBack);
  const back = { label: texts.backTo[origin], run: () => goBack(origin) };
  if (plan !== undefined && !rehearsing && fault === undefined) return <Reviewed key={plan.planId} plan={plan} />;
  return (
    <div className={css.screen}>
      <div className={css.scroll}>
        {rehearsing ? (
          <EmptyState icon={<LoaderCircle size="2.5rem" aria-hidden />} title={texts.rehearsing}>
            {texts.rehearsingBody}
          </EmptyState>
        ) : fault ? (
          <Fault fault={fault} actions={origin === 'provision' && <Button small onClick={() => void fromWizard()}>{texts.rehearseAgain}</Button>} />
        ) : (
          <EmptyState icon={<ClipboardList size="2.5rem" aria-hidden />} title={texts.noPlanTitle}>
            {texts.noPlanBody}
          </EmptyState>
        )}
      </div>
      <ActionBar back={back} />
    </div>
  );
}
