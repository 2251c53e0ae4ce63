import { Circle } from 'lucide-react';
import type { WizardView } from '../../core/contract/wizard.ts';
import { Banner } from '../ui/banner.tsx';
import { Progress } from '../ui/progress.tsx';
import { isMissing, problemsOf, warningsOf } from './progress.ts';
import type { StepId } from './steps/step.ts';
import { stepTexts, wizardTexts as texts } from './texts.ts';
import css from './wizard.module.css';

type Problem = WizardView['problems'][number];

const keyOf = ({ fault }: Problem): string => fault.code + fault.what + (fault.object ?? '');

function Said({ fault: { what, why, todo } }: Problem) {
  return (
    <div>
      <p>
        <strong>{what}</strong>
      </p>
      {why !== '' && <p className="small">{why}</p>}
      {todo !== '' && <p className="small">{todo}</p>}
    </div>
  );
}

function Needed({ view, step }: { readonly view: WizardView; readonly step: number }) {
  // The place of the files says which key and certificate do not match.
  const problems = problemsOf(view, step).filter(({ fault }) => fault.code !== 'wizard/does-not-belong');
  if (problems.length === 0) return null;
  const missing = problems.filter(isMissing);
  return (
    <section aria-label={texts.needed}>
      <h2 className="partTitle">{texts.needed}</h2>
      {missing.length > 0 && (
        <ul className={css.needs}>
          {missing.map((problem) => (
            <li key={keyOf(problem)}>
              <Circle size="1rem" aria-hidden />
              <Said {...problem} />
            </li>
          ))}
        </ul>
      )}
      {problems
        .filter((problem) => !isMissing(problem))
        .map((problem) => (
          <Banner key={keyOf(problem)} tone="warn" role="note">
            <Said {...problem} />
          </Banner>
        ))}
    </section>
  );
}

function Warnings({ view, step }: { readonly view: WizardView; readonly step: number }) {
  const warnings = warningsOf(view, step);
  if (warnings.length === 0) return null;
  return (
    <section aria-label={texts.goodToKnow}>
      <h2 className="partTitle">{texts.goodToKnow}</h2>
      {warnings.map(({ text }) => (
        <Banner key={text} tone="info" role="note">
          <p className="small">{text}</p>
        </Banner>
      ))}
    </section>
  );
}

function Budget({ view }: { readonly view: WizardView }) {
  const { used, limit } = view.budget;
  const says = texts.budgetSays(used, limit);
  const over = used > limit;
  return (
    <section aria-label={texts.budget(view.answers.target)} data-testid="budget">
      <h2 className="partTitle">{texts.budget(view.answers.target)}</h2>
      <Progress label={texts.budget(view.answers.target)} value={used / limit} text={says} tone={over ? 'bad' : 'accent'} />
      <p className="small">
        <strong>{says}.</strong> {over && texts.budgetOver(used - limit)}
      </p>
    </section>
  );
}

/** Beside the question: what is missing, what the answer will do, and the space left in the target's metadata. */
export function Aside({ view, step, id }: { readonly view: WizardView; readonly step: number; readonly id: StepId }) {
  return (
    <aside className={css.aside}>
      <Needed view={view} step={step} />
      <Warnings view={view} step={step} />
      <section aria-label={texts.whatItDoes}>
        <h2 className="partTitle">{texts.whatItDoes}</h2>
        <p className="dim small">{stepTexts[id].effect}</p>
      </section>
      {view.targetMetadata.length > 0 && <Budget view={view} />}
    </aside>
  );
}
