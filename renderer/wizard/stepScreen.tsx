import { CircleMinus } from 'lucide-react';
import type { WizardView } from '../../core/contract/wizard.ts';
import { useNavigation } from '../navigation/navigation.ts';
import { useWizard } from './wizardStore.ts';
import { Button } from '../ui/button.tsx';
import { EmptyState } from '../ui/emptyState.tsx';
import { Fault } from '../ui/fault.tsx';
import { ScreenHeading } from '../ui/screenHeading.tsx';
import { Steps } from '../ui/steps.tsx';
import { Aside } from './aside.tsx';
import { Foot } from './foot.tsx';
import { numberOf, stateOf } from './progress.ts';
import { wizardSteps } from './steps/registry.ts';
import type { Skipped } from './steps/step.ts';
import { stepTexts, wizardTexts as texts } from './texts.ts';
import { classes } from '../ui/classes.ts';
import screen from '../ui/screen.module.css';
import css from './wizard.module.css';

const stateWords = { todo: texts.stateTodo, ready: texts.stateReady, problem: texts.stateProblem, skipped: texts.skipped };

function StepList({ view, step }: { readonly view: WizardView; readonly step: number }) {
  const { seen, goStep } = useNavigation();
  const items = wizardSteps.map(({ id }, at) => {
    const state = stateOf(wizardSteps, view, at, seen);
    return { id, number: numberOf(at), title: stepTexts[id].title, state, says: stateWords[state] };
  });
  return (
    <div className={css.steps}>
      <Steps label={texts.steps} items={items} current={wizardSteps[step]?.id ?? ''} onGo={(id) => goStep(wizardSteps.findIndex((one) => one.id === id))} />
    </div>
  );
}

function SkippedPage({ skipped }: { readonly skipped: Skipped }) {
  const goStep = useNavigation((navigation) => navigation.goStep);
  const at = wizardSteps.findIndex(({ id }) => id === skipped.step);
  return (
    <EmptyState icon={<CircleMinus size="2.5rem" aria-hidden />} title={texts.skipped} actions={<Button onClick={() => goStep(at)}>{skipped.fix}</Button>}>
      {skipped.why}
    </EmptyState>
  );
}

function Question({ view, step }: { readonly view: WizardView; readonly step: number }) {
  const { fault, dismissFault } = useWizard();
  const here = wizardSteps[step];
  if (here === undefined) return null;
  const skipped = here.skipped(view.answers);
  const { title, lead } = stepTexts[here.id];
  return (
    <div className={screen.scroll} key={step}>
      <div className={css.page}>
        <div className={css.question}>
          <div>
            <ScreenHeading>
              <span className="dim">{numberOf(step)}</span> {title}
            </ScreenHeading>
            <p className={css.lead}>{lead}</p>
          </div>
          {fault?.at === undefined && fault && <Fault fault={fault.fault} onDismiss={dismissFault} />}
          {skipped ? <SkippedPage skipped={skipped} /> : <here.View view={view} />}
        </div>
        <Aside view={view} step={step} id={here.id} />
      </div>
    </div>
  );
}

/** One question of the wizard, between the list of all questions and its effect on the chip. */
export function StepScreen() {
  const { view, fault, load } = useWizard();
  const step = useNavigation((navigation) => navigation.step);
  if (view === undefined) return fault ? <Fault fault={fault.fault} actions={<Button onClick={() => void load()}>{texts.startOver}</Button>} /> : null;
  return (
    <div className={classes(screen.screen, css.screen)}>
      <div className={css.middle}>
        <StepList view={view} step={step} />
        <Question view={view} step={step} />
      </div>
      <Foot view={view} step={step} />
    </div>
  );
}
