import { ClipboardList, LoaderCircle, Plug, Save } from 'lucide-react';
import { useState } from 'react';
import type { FaultView } from '../../../core/contract/board.ts';
import type { PlanView } from '../../../core/contract/plan.ts';
import { useNavigation } from '../../navigation/navigation.ts';
import { openConfirmations, usePlan } from '../planStore.ts';
import { useBoard } from '../../board/boardStore.ts';
import { useRun } from '../runStore.ts';
import { ToJob } from '../../jobs/toJob.tsx';
import { ActionBar, type Action } from '../../ui/actions.tsx';
import { Banner } from '../../ui/banner.tsx';
import { Button } from '../../ui/button.tsx';
import { EmptyState } from '../../ui/emptyState.tsx';
import { Fault } from '../../ui/fault.tsx';
import { ScreenHeading } from '../../ui/screenHeading.tsx';
import { backTo } from '../texts.ts';
import { sayAgo, sayMoment } from '../../../core/result/format.ts';
import { PairLine } from '../../wizard/next/pairList.tsx';
import { nextTexts } from '../../wizard/next/texts.ts';
import { useWizard } from '../../wizard/wizardStore.ts';
import { linkFaults } from '../../board/linkFaults.ts';
import { Needs } from './needs.tsx';
import { ReviewHeadline } from './reviewHeadline.tsx';
import { PlanHead } from './planHead.tsx';
import { PlanStep } from './planStep.tsx';
import screen from '../../ui/screen.module.css';
import css from './review.module.css';
import { ToConfirm } from './toConfirm.tsx';
import { Untouched } from './untouched.tsx';
import { hasBoard, reviewStateOf, type ReviewState } from './reviewState.ts';
import { reviewTexts as texts } from './texts.ts';

/** Why the plan can't be run now; undefined when it can. */
function useWaitsFor(plan: PlanView, state: ReviewState): string | undefined {
  const typed = usePlan((state) => state.typed);
  if (state.is === 'refused') return texts.notRunnable;
  if (state.is === 'needs-file') return texts.chooseFirst;
  if (state.is === 'no-board') return texts.noBoard;
  if (state.is === 'void') return undefined;
  const open = openConfirmations(plan, typed).length;
  return open === 0 ? undefined : texts.confirmLeft(open);
}

/** Warns that this station already finished a run on this chip, before the chip is written again. */
function DoneBefore({ plan: { doneBefore } }: { readonly plan: PlanView }) {
  if (doneBefore === undefined) return null;
  return (
    <Banner tone="warn" role="alert">
      <p>
        <strong>{nextTexts.doneBefore([doneBefore.title, ...doneBefore.subjects], `${sayAgo(doneBefore.agoMs)} (${sayMoment(doneBefore.at)})`)}</strong>
      </p>
      <p>{nextTexts.doneBeforeTodo}</p>
    </Banner>
  );
}

/** Starts the run and shows it. The run changes the chip, which would void this review while it is still shown. */
function useWrite(planId: string): { readonly starting: boolean; readonly write: () => Promise<void> } {
  const typed = usePlan((state) => state.typed);
  const start = useRun((state) => state.start);
  const goScreen = useNavigation((navigation) => navigation.goScreen);
  const [starting, setStarting] = useState(false);
  const write = async (): Promise<void> => {
    setStarting(true);
    if (await start(planId, typed)) goScreen('run');
    else setStarting(false);
  };
  return { starting, write };
}

function Reviewed({ plan }: { readonly plan: PlanView }) {
  const { fault, saved, save, dismissFault, origin, voided, again, ofWizard } = usePlan();
  const pairs = useWizard(({ view }) => view?.pairs);
  const { fault: runFault, dismissFault: dismissRunFault } = useRun();
  const goBack = useNavigation((navigation) => navigation.goBack);
  const board = useBoard((state) => state.board);
  const { starting, write } = useWrite(plan.planId);
  const state = reviewStateOf(plan, board, starting ? undefined : voided);
  const waits = useWaitsFor(plan, state);
  const others = (
    <>
      <Button icon={<Save size="1rem" aria-hidden />} onClick={() => void save()}>
        {texts.save}
      </Button>
      {plan.verdict !== 'refused' && <ToJob planId={plan.planId} from="review" />}
    </>
  );
  const main: Action =
    state.is === 'void'
      ? { label: texts.rehearseAgain, run: () => void again() }
      : { label: texts.write, run: () => void write(), disabled: starting || waits !== undefined };
  const runnable = state.is === 'passed' || state.is === 'not-all-tried';
  return (
    <div className={screen.screen}>
      <div className={screen.scroll}>
        <div className={css.page}>
          <PlanHead plan={plan} />
          {pairs && ofWizard && <PairLine of={pairs} />}
          <DoneBefore plan={plan} />
          <ReviewHeadline plan={plan} state={state} />
          <Needs plan={plan} />
          {fault && <Fault fault={fault} onDismiss={dismissFault} />}
          {runFault && <Fault fault={runFault} onDismiss={dismissRunFault} />}
          {runnable && <ToConfirm plan={plan} />}
          {plan.warnings.map((warning) => (
            <Banner key={warning} tone="warn">
              {warning}
            </Banner>
          ))}
          {ofWizard && <Untouched />}
          <h2 className="hiddenVisually">{texts.steps}</h2>
          <ol className={css.list} aria-label={texts.steps}>
            {plan.steps.map((step, at) => (
              <PlanStep key={step.id} step={step} at={at + 1} refused={plan.verdict === 'refused'} />
            ))}
          </ol>
        </div>
      </div>
      <ActionBar
        back={{ label: backTo[origin], run: () => goBack(origin) }}
        others={others}
        note={[saved && texts.saved(saved.name, saved.folder), waits].filter(Boolean).join(' ')}
        main={main}
      />
    </div>
  );
}

/** Says that the rehearsal could not be made. If the board was lost, the message disappears when it is back. */
function NotRehearsed({ fault }: { readonly fault: FaultView }) {
  const up = useBoard(({ board }) => hasBoard(board));
  if (!up || !linkFaults.has(fault.code)) return <Fault fault={fault} />;
  return (
    <EmptyState icon={<Plug size="2.5rem" aria-hidden />} title={texts.boardBackTitle}>
      {texts.boardBackBody}
    </EmptyState>
  );
}

/** The plan before anything is sent: every change, before and after, and what can't be undone. */
export function ReviewScreen() {
  const { plan, fault, rehearsing, again, origin } = usePlan();
  const goBack = useNavigation((navigation) => navigation.goBack);
  const up = useBoard(({ board }) => hasBoard(board));
  if (plan !== undefined && !rehearsing && fault === undefined) return <Reviewed key={plan.planId} plan={plan} />;
  const main = fault && !rehearsing ? { label: texts.rehearseAgain, run: () => void again(), disabled: !up } : undefined;
  return (
    <div className={screen.screen}>
      <div className={screen.scroll}>
        <div className={css.page}>
          <ScreenHeading>{texts.title}</ScreenHeading>
          {rehearsing ? (
            <EmptyState icon={<LoaderCircle size="2.5rem" aria-hidden />} title={texts.rehearsing}>
              {texts.rehearsingBody}
            </EmptyState>
          ) : fault ? (
            <NotRehearsed fault={fault} />
          ) : (
            <EmptyState icon={<ClipboardList size="2.5rem" aria-hidden />} title={texts.noPlanTitle}>
              {texts.noPlanBody}
            </EmptyState>
          )}
        </div>
      </div>
      <ActionBar back={{ label: backTo[origin], run: () => goBack(origin) }} main={main} />
    </div>
  );
}
