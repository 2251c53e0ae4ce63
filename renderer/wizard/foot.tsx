import { useState } from 'react';
import type { WizardView } from '../../core/contract/wizard.ts';
import { useNavigation } from '../navigation/navigation.ts';
import { usePlan } from '../plan/planStore.ts';
import { useWizard } from './wizardStore.ts';
import { ActionBar, type Action } from '../ui/actions.tsx';
import { Button } from '../ui/button.tsx';
import { Dialog } from '../ui/dialog.tsx';
import { neighbour, numberOf, openSteps, problemsOf } from './progress.ts';
import { wizardSteps } from './steps/registry.ts';
import { stepTexts, wizardTexts as texts } from './texts.ts';
import css from './wizard.module.css';

const titleOf = (at: number): string => stepTexts[wizardSteps[at]?.id ?? 'target'].title;

function StartOver() {
  const [asking, setAsking] = useState(false);
  const reset = useWizard((state) => state.reset);
  const goStep = useNavigation((navigation) => navigation.goStep);
  const forget = async (): Promise<void> => {
    setAsking(false);
    await reset();
    goStep(0);
  };
  return (
    <>
      <Button onClick={() => setAsking(true)}>
        {texts.startOver}
      </Button>
      {asking && (
        <Dialog
          title={texts.startOverTitle}
          onClose={() => setAsking(false)}
          foot={
            <>
              <Button onClick={() => void forget()}>{texts.startOverYes}</Button>
              <Button autoFocus onClick={() => setAsking(false)}>
                {texts.keep}
              </Button>
            </>
          }
        >
          <p>{texts.startOverBody}</p>
        </Dialog>
      )}
    </>
  );
}

function NotReady({ open }: { readonly open: readonly number[] }) {
  const goStep = useNavigation((navigation) => navigation.goStep);
  return (
    <span className={css.links}>
      {texts.notReady}
      {open.map((at) => (
        <Button key={at} small onClick={() => goStep(Math.min(at, 7))}>
          {numberOf(Math.min(at, 7))}
        </Button>
      ))}
    </span>
  );
}

/** The foot of a step: back, start over, and the next step, or the reason to wait. */
export function Foot({ view, step }: { readonly view: WizardView; readonly step: number }) {
  const { goStep, goScreen, seen } = useNavigation();
  const { rehearsing, fromWizard } = usePlan();
  const before = neighbour(wizardSteps, view.answers, step, -1);
  const after = neighbour(wizardSteps, view.answers, step, 1);
  const open = openSteps(view);
  const here = problemsOf(view, step)[0]?.fault.what;
  const rehearse = (): void => {
    goScreen('review');
    void fromWizard();
  };
  const next: Action | undefined = after === undefined ? undefined : { label: texts.next(titleOf(after)), run: () => goStep(after), disabled: here !== undefined };
  // Every step was opened once and lacks nothing, so the review can be opened from each step.
  const complete = open.length === 0 && seen === wizardSteps.length - 1;
  const main: Action = next === undefined || complete ? { label: texts.rehearse, run: rehearse, disabled: open.length > 0 || rehearsing } : next;
  const others = (
    <>
      <StartOver />
      {complete && next && <Button onClick={next.run}>{next.label}</Button>}
    </>
  );
  const back: Action | undefined = before === undefined ? undefined : { label: texts.back, run: () => goStep(before) };
  const note = after === undefined && open.length > 0 ? <NotReady open={open} /> : here;
  return <ActionBar main={main} back={back} others={others} note={note} />;
}
