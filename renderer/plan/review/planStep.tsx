import { ChevronDown, ChevronRight, CircleCheck, CircleDashed, CircleHelp, CircleX, LockKeyhole, PencilLine, type LucideIcon } from 'lucide-react';
import { useState } from 'react';
import type { StepView } from '../../../core/contract/plan.ts';
import { sayMs } from '../../../core/result/format.ts';
import { Badge } from '../../ui/badge.tsx';
import { BeforeAfter } from '../../ui/beforeAfter.tsx';
import { Button } from '../../ui/button.tsx';
import { classes } from '../../ui/classes.ts';
import { Fault } from '../../ui/fault.tsx';
import { isAssumed, lacksFile } from './refusedStep.ts';
import { CertificateChange } from './certificateChange.tsx';
import css from './review.module.css';
import { sayChanges, summaryTexts } from './summaryTexts.ts';
import { rehearsalWords, reviewTexts as texts } from './texts.ts';

type Tone = 'plain' | 'accent' | 'good' | 'bad' | 'warn';

const looks: Readonly<Record<StepView['rehearsal'], { readonly tone: Tone; readonly Icon: LucideIcon }>> = {
  'would-change': { tone: 'accent', Icon: PencilLine },
  'already-done': { tone: 'good', Icon: CircleCheck },
  refused: { tone: 'bad', Icon: CircleX },
  'not-reached': { tone: 'plain', Icon: CircleDashed },
  'not-rehearsable': { tone: 'warn', Icon: CircleHelp },
};

function assumedWord({ rehearsal }: StepView): string {
  if (rehearsal === 'already-done') return texts.alreadyUnproved;
  return rehearsal === 'not-rehearsable' ? rehearsalWords[rehearsal] : texts.notCertain;
}

function wordOf(step: StepView): string {
  if (lacksFile(step)) return texts.fileMissing;
  if (isAssumed(step)) return assumedWord(step);
  return step.rehearsal === 'would-change' && step.changes.length === 0 ? texts.willProve : rehearsalWords[step.rehearsal];
}

/** Says what the step costs. A refused step, or one that the rehearsal did not reach, has no measured cost. */
function sayCost(step: StepView): string {
  if (step.rehearsal === 'not-rehearsable' || lacksFile(step)) return texts.costUnknown;
  return step.rehearsal === 'refused' || step.rehearsal === 'not-reached' ? '' : texts.cost(step.cost.bytes, sayMs(step.cost.chipMs));
}

function Marks({ step }: { readonly step: StepView }) {
  const assumed = isAssumed(step);
  const { tone, Icon } = looks[assumed || lacksFile(step) ? 'not-rehearsable' : step.rehearsal];
  return (
    <div className={css.marks}>
      {!step.undoable && (
        <Badge tone="warn" icon={<LockKeyhole size="0.875rem" aria-hidden />}>
          {texts.irreversible}
        </Badge>
      )}
      <Badge tone={tone} icon={<Icon size="0.875rem" aria-hidden />}>
        {wordOf(step)}
      </Badge>
      <span className={css.cost}>{sayCost(step)}</span>
    </div>
  );
}

function Body({ step }: { readonly step: StepView }) {
  return (
    <div className={css.body}>
      {step.changes.map(({ field, before, after }, at) => (
        <div key={at} className={css.change}>
          <h4>{field}</h4>
          {before.certificate || after.certificate ? <CertificateChange change={{ field, before, after }} /> : <BeforeAfter field={field} before={before} after={after} />}
        </div>
      ))}
      <p className="small">
        <span className="dim">{texts.verifiedBy}: </span>
        {step.verifiedBy}
      </p>
    </div>
  );
}

const noteOf = (step: StepView, note: string): string => {
  if (step.rehearsal !== 'not-rehearsable' && step.rehearsal !== 'already-done') return note;
  return `${step.rehearsal === 'not-rehearsable' ? texts.untried : texts.assumed} ${note}`;
};

/** What the step changes, on one line. */
const summaryOf = ({ changes, rehearsal }: StepView): string =>
  changes.length > 0 ? sayChanges(changes) : rehearsal === 'already-done' ? summaryTexts.noChange : rehearsal === 'would-change' ? summaryTexts.proofOnly : '';

/** One step of the plan: what changes, whether it can be undone, and what the rehearsal said. */
export function PlanStep({ step, at, refused }: { readonly step: StepView; readonly at: number; readonly refused: boolean }) {
  const done = step.rehearsal === 'already-done';
  // Steps are folded to one line. The refused step is open, because it shows the problem.
  const [open, setOpen] = useState(refused && step.rehearsal === 'refused');
  const Chevron = open ? ChevronDown : ChevronRight;
  const waits = lacksFile(step);
  const look = step.rehearsal === 'refused' && !waits ? css.refused : (waits || (!step.undoable && !done)) && css.final;
  return (
    <li className={classes(css.step, look)} aria-label={texts.step(at, step.title)} data-testid={`plan-step-${step.id}`}>
      <div className={css.bar}>
        <Button
          small
          look="quiet"
          aria-expanded={open}
          aria-label={`${texts.open}: ${step.title}`}
          icon={<Chevron size="1.25rem" aria-hidden />}
          onClick={() => setOpen(!open)}
        />
        <div>
          <h3>
            <span className={css.number}>{at}.</span> {step.title}
          </h3>
          <p className={css.what}>{summaryOf(step)}</p>
        </div>
        <Marks step={step} />
      </div>
      {(step.fault || step.note !== undefined || step.assumes !== undefined) && (
        <div className={css.body}>
          {step.fault && (waits ? <p className="dim">{texts.triedWithFile}</p> : <Fault fault={step.fault} />)}
          {step.note !== undefined && <p className="dim">{noteOf(step, step.note)}</p>}
          {step.assumes !== undefined && <p className="dim">{step.assumes}</p>}
        </div>
      )}
      {open && <Body step={step} />}
    </li>
  );
}
