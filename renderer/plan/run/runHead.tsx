import { CircleCheck, CirclePlay, CircleX, TriangleAlert } from 'lucide-react';
import type { RunView } from '../../../core/contract/plan.ts';
import { sayChipId, sayMoment, sayMs } from '../../../core/result/format.ts';
import { isRunning } from '../runStore.ts';
import { Banner } from '../../ui/banner.tsx';
import { StripedBadge } from '../../ui/badge.tsx';
import { ScreenHeading } from '../../ui/screenHeading.tsx';
import { Progress } from '../../ui/progress.tsx';
import css from './run.module.css';
import { runTexts as texts } from './texts.ts';
import { keyProof, totalMs, verdictOf } from './verdict.ts';

const icons = { good: CircleCheck, warn: TriangleAlert, bad: CircleX, accent: CirclePlay } as const;
const barTone = { good: 'accent', accent: 'accent', warn: 'warn', bad: 'bad' } as const;

function Facts({ run }: { readonly run: RunView }) {
  return (
    <p className={css.facts}>
      <span>
        <span className="dim">{texts.forChip} </span>
        <span className="mono">{sayChipId(run.chipId)}</span>
      </span>
      <span>
        <span className="dim">{texts.started} </span>
        {sayMoment(run.startedAt)}
      </span>
      <span>
        <span className="dim">{texts.took} </span>
        {sayMs(totalMs(run))}
      </span>
    </p>
  );
}

/** The running step, for screen readers: it is seen in the list. */
function presentStep(run: RunView): string | undefined {
  const at = run.steps.findIndex(({ state }) => state === 'running');
  const step = run.steps[at];
  return isRunning(run) && step !== undefined ? texts.presentStep(at + 1, run.steps.length, step.title) : undefined;
}

/** The result in large letters. During the run, the present step and the progress. */
export function RunHead({ run }: { readonly run: RunView }) {
  const { tone, title, lead } = verdictOf(run);
  const Icon = icons[tone];
  const percent = texts.percent(run.progress);
  return (
    <div className={css.head}>
      <div className={css.verdict} role="status" aria-label={texts.verdict} data-testid="verdict">
        <Icon size="3rem" className={css[tone]} aria-hidden />
        <div>
          <ScreenHeading className={tone === 'accent' ? undefined : css[tone]}>{title}</ScreenHeading>
          <p>{run.title}</p>
        </div>
        {run.simulated && <StripedBadge>{texts.simulated}</StripedBadge>}
      </div>
      <p className="hiddenVisually" role="status">
        {presentStep(run)}
      </p>
      <Facts run={run} />
      {run.state !== 'finished' && (
        <div className={css.bar}>
          <Progress label={texts.progress} value={run.progress} text={percent} tone={barTone[tone]} />
          <span className="right">{percent}</span>
        </div>
      )}
      {!isRunning(run) && lead !== undefined && <p className="dim">{lead}</p>}
    </div>
  );
}

/** The proof, in words, before the steps. */
export function Proof({ run }: { readonly run: RunView }) {
  const proof = keyProof(run);
  if (proof === undefined) return null;
  return (
    <section aria-label={texts.proof}>
      <Banner tone="good" role="note">
        <strong className={css.proof}>{proof}</strong>
      </Banner>
    </section>
  );
}
