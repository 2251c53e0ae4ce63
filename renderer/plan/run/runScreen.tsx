import { FileJson, ListChecks, Save } from 'lucide-react';
import type { RunView } from '../../../core/contract/plan.ts';
import { useNavigation } from '../../navigation/navigation.ts';
import { isRunning, useRun } from '../runStore.ts';
import { usePlan } from '../planStore.ts';
import { toNextChip } from '../../wizard/next/nextChip.ts';
import { PairLine } from '../../wizard/next/pairList.tsx';
import { nextTexts } from '../../wizard/next/texts.ts';
import { useOtherChip } from '../../wizard/next/useNextChip.ts';
import { useWizard } from '../../wizard/wizardStore.ts';
import { Banner } from '../../ui/banner.tsx';
import { ToJob } from '../../jobs/toJob.tsx';
import { ActionBar, type Action } from '../../ui/actions.tsx';
import { Button } from '../../ui/button.tsx';
import { EmptyState } from '../../ui/emptyState.tsx';
import { Fault } from '../../ui/fault.tsx';
import { backTo } from '../texts.ts';
import { isThere } from '../../board/boardMessage.ts';
import { useBoard } from '../../board/boardStore.ts';
import { linkFaults } from '../../board/linkFaults.ts';
import screen from '../../ui/screen.module.css';
import css from './run.module.css';
import { Proof, RunHead } from './runHead.tsx';
import { RunSteps } from './runSteps.tsx';
import { runTexts as texts } from './texts.ts';

/** Whether a run could continue now, because the board answers. */
const useLinkIsUp = (): boolean => useBoard(({ board }) => isThere(board));

/** Shows how to continue the run when the link was lost and the board is back. */
const BoardIsBack = () => (
  <Banner tone="info">
    <strong>{texts.backTitle}</strong> {texts.backBody}
  </Banner>
);

function SaveButtons() {
  const saveReport = useRun((state) => state.saveReport);
  return (
    <>
      <Button icon={<Save size="1rem" aria-hidden />} onClick={() => void saveReport('html')}>
        {texts.saveHtml}
      </Button>
      <Button look="quiet" icon={<FileJson size="1rem" aria-hidden />} onClick={() => void saveReport('json')}>
        {texts.saveJson}
      </Button>
    </>
  );
}

/** Offers to make a job from the plan that was just done on this chip. */
const AfterRun = ({ run }: { readonly run: RunView }) => (
  <>
    <SaveButtons />
    {run.state === 'finished' && <ToJob planId={run.planId} from="run" />}
  </>
);

function Foot({ run }: { readonly run: RunView }) {
  const { cancel, resume, saved } = useRun();
  const goBack = useNavigation((navigation) => navigation.goBack);
  const { origin, ofWizard } = usePlan();
  const other = useOtherChip();
  const up = useLinkIsUp();
  if (isRunning(run)) {
    // Esc must not stop a run by accident, so Cancel is a separate action and not the way back.
    const stop = (
      <Button disabled={run.state === 'cancelling'} onClick={() => void cancel()}>
        {texts.cancel}
      </Button>
    );
    return <ActionBar others={stop} note={run.state === 'cancelling' ? texts.cancelling : texts.cancelNote} />;
  }
  const toOrigin: Action = { label: backTo[origin], run: () => goBack(origin) };
  const onward: Action = ofWizard ? { label: texts.nextChip, run: () => void toNextChip(other) } : toOrigin;
  const stopped: Action = run.resumable ? { label: texts.resume, run: () => void resume(), disabled: !up } : toOrigin;
  const main = run.state === 'finished' ? onward : stopped;
  // After a finished edit there is no next chip, so the main action is the way back.
  const back = main === toOrigin ? undefined : toOrigin;
  const note = saved ? texts.saved(saved.name, saved.folder) : run.resumable && !up ? texts.resumeWaits : undefined;
  return <ActionBar back={back} others={<AfterRun run={run} />} main={main} note={note} />;
}

function Running({ run }: { readonly run: RunView }) {
  const { fault, dismissFault } = useRun();
  const other = useOtherChip();
  const pairs = useWizard(({ view }) => view?.pairs);
  const up = useLinkIsUp();
  const back = up && run.resumable && linkFaults.has(run.fault?.code ?? '');
  return (
    <div className={screen.screen}>
      <div className={screen.scroll}>
        <div className={css.page}>
          {other && !isRunning(run) && <Banner tone="warn" role="note">{nextTexts.otherChip}</Banner>}
          {pairs && <PairLine of={pairs} />}
          <RunHead run={run} />
          {back ? <BoardIsBack /> : run.fault && !isRunning(run) && <Fault fault={run.fault} />}
          {fault && <Fault fault={fault} onDismiss={dismissFault} />}
          <Proof run={run} />
          <RunSteps run={run} />
        </div>
      </div>
      <Foot run={run} />
    </div>
  );
}

/** The running run, and its report after the end. */
export function RunScreen() {
  const run = useRun((state) => state.run);
  const goScreen = useNavigation((navigation) => navigation.goScreen);
  if (run !== undefined) return <Running run={run} />;
  return (
    <EmptyState
      screen
      icon={<ListChecks size="2.5rem" aria-hidden />}
      title={texts.noneTitle}
      actions={<Button onClick={() => goScreen('steps')}>{texts.toSteps}</Button>}
    >
      {texts.noneBody}
    </EmptyState>
  );
}
