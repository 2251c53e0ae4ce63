import type { RunView } from '../../../core/contract/plan.ts';
import { unreachable } from '../../../core/result/result.ts';
import { runTexts as texts } from './texts.ts';

export interface Verdict {
  readonly tone: 'accent' | 'good' | 'warn' | 'bad';
  readonly title: string;
  readonly lead: string | undefined;
}

function finished(run: RunView): Verdict {
  if (run.steps.some(({ state }) => state === 'unproved')) return { tone: 'warn', title: texts.finishedUnproved, lead: texts.leadUnproved };
  if (run.steps.every(({ state }) => state === 'unchanged')) return { tone: 'good', title: texts.finishedUnchanged, lead: texts.leadUnchanged };
  return { tone: 'good', title: texts.finishedProved, lead: texts.leadProved };
}

/** Returns the result in as few words as possible. It says "Proved" only when every step was proved. */
export function verdictOf(run: RunView): Verdict {
  switch (run.state) {
    case 'running':
      return { tone: 'accent', title: texts.running, lead: undefined };
    case 'cancelling':
      return { tone: 'warn', title: texts.cancelling, lead: undefined };
    case 'finished':
      return finished(run);
    case 'failed':
      return { tone: 'bad', title: texts.failed, lead: run.resumable ? texts.leadFailed : texts.leadRefused };
    case 'cancelled':
      return { tone: 'warn', title: texts.cancelled, lead: texts.leadCancelled };
    default:
      return unreachable(run.state);
  }
}

/**
 * Returns the main proof of the run: the key on the chip belongs to the certificate. A run's steps do not contain their
 * kind, so the kind is derived from the step ids.
 */
export const keyProof = (run: RunView): string | undefined =>
  run.state === 'finished' ? run.steps.find(({ kind, proof }) => (kind === 'prove-key' || kind === 'prove-aes') && proof !== undefined)?.proof : undefined;

/** Time spent in all steps, ms. */
export const totalMs = (run: RunView): number => run.steps.reduce((sum, { ms }) => sum + ms, 0);
