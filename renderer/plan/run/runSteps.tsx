import { Circle, CircleAlert, CircleCheck, CircleEqual, CircleMinus, CirclePlay, CircleX, type LucideIcon } from 'lucide-react';
import { useContext } from 'react';
import type { RunView } from '../../../core/contract/plan.ts';
import { sayMs } from '../../../core/result/format.ts';
import { classes } from '../../ui/classes.ts';
import { SaidElsewhere } from '../../ui/fault.tsx';
import css from './run.module.css';
import { runTexts as texts, stepWords } from './texts.ts';

type RunStep = RunView['steps'][number];

const looks: Readonly<Record<RunStep['state'], { readonly Icon: LucideIcon; readonly tone: 'good' | 'warn' | 'bad' | 'accent' | 'plain' }>> = {
  waiting: { Icon: Circle, tone: 'plain' },
  running: { Icon: CirclePlay, tone: 'accent' },
  done: { Icon: CircleCheck, tone: 'good' },
  unchanged: { Icon: CircleEqual, tone: 'good' },
  failed: { Icon: CircleX, tone: 'bad' },
  cancelled: { Icon: CircleMinus, tone: 'plain' },
  unproved: { Icon: CircleAlert, tone: 'warn' },
};

/** Says what the step writes: each certificate by subject and serial number, and the files from which the content came. */
const writtenLine = ({ certificates, files }: NonNullable<RunStep['written']>): string =>
  [...certificates.map(({ subject, serial }) => texts.certificate(subject, serial)), ...(files.length === 0 ? [] : [texts.from(files)])].join(' · ');

/** @param silent the reason of the failure is already shown elsewhere on the screen */
function Step({ step, silent }: { readonly step: RunStep; readonly silent: boolean }) {
  const { Icon, tone } = looks[step.state];
  const running = step.state === 'running';
  const more = [silent ? undefined : step.says, step.proof === undefined ? undefined : `${texts.proof}: ${step.proof}`].filter((part) => part !== undefined);
  return (
    <li className={classes(css.step, running && css.current)} aria-current={running ? 'step' : undefined} data-testid={`run-step-${step.id}`}>
      <Icon size="1.25rem" className={css[tone]} aria-hidden />
      <span className={css.title}>{step.title}</span>
      <span className={css[tone]}>{stepWords[step.state]}</span>
      <span className="right dim">{step.ms > 0 ? sayMs(step.ms) : ''}</span>
      {step.written && <span className={css.written}>{writtenLine(step.written)}</span>}
      {more.map((text) => (
        <span key={text} className={css.more}>
          {text}
        </span>
      ))}
    </li>
  );
}

/** Every step with its state and time; the running one is open. */
export function RunSteps({ run }: { readonly run: RunView }) {
  const saidElsewhere = useContext(SaidElsewhere)(run.fault?.code);
  return (
    <ol className={css.list} aria-label={texts.steps}>
      {run.steps.map((step) => (
        <Step key={step.id} step={step} silent={saidElsewhere && step.state === 'failed'} />
      ))}
    </ol>
  );
}
