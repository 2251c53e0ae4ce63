import { randomUUID } from 'node:crypto';
import type { RunView } from '../../../core/contract/plan.ts';
import { formatOid } from '../../../core/objects/oid.ts';
import type { StepOutcome } from '../../../core/plan/run.ts';
import type { RunOrder } from '../../../core/plan/order.ts';
import { canResumeAfter } from '../../../core/plan/resumable.ts';
import type { Plan, Step } from '../../../core/plan/step.ts';
import { kindOf } from '../../../core/plan/steps/index.ts';
import type { Fault } from '../../../core/result/fault.ts';
import { hideSecrets } from '../../../core/plan/hideSecrets.ts';
import type { FileNames } from '../../../core/plan/planWithMaterials.ts';
import { stepFacts } from '../../journal/stepFacts.ts';
import { isSimulated } from '../../simulated/simulatedNames.ts';
import { faultView } from '../faultView.ts';
import type { Reviewed } from './reviewed.ts';

type StepLine = RunView['steps'][number];

const noFiles: FileNames = new Map();

/** By step id, for the steps that write a certificate. */
type WrittenCertificates = ReadonlyMap<string, NonNullable<StepLine['written']>>;

/** The certificates that the steps of a reviewed plan write. */
export function writtenCertificates({ plan, snapshot, files }: Pick<Reviewed, 'plan' | 'snapshot' | 'files'>): WrittenCertificates {
  const hidden = hideSecrets(plan, snapshot);
  const writes = hidden.steps.filter(({ kind }) => kind !== 'prove-key');
  return new Map(
    writes.flatMap((step) => {
      const { certificates = [], files: names = [] } = stepFacts(step, hidden, snapshot, files ?? noFiles);
      return certificates.length === 0 ? [] : [[step.id, { certificates: certificates.map(({ subject, serial }) => ({ subject, serial })), files: names }]];
    }),
  );
}

const finished: ReadonlySet<StepLine['state']> = new Set(['done', 'unchanged', 'unproved']);

/** The state of a run for the window, updated step by step. */
export class RunPicture {
  #view: RunView;
  #startedAt = 0;
  readonly #costs: ReadonlyMap<string, number>;
  readonly #now: () => number;
  readonly #changed: (view: RunView) => void;

  /** @param costs expected ms of each step, from the rehearsal */
  constructor(
    about: { planId: string; plan: Plan; order: RunOrder; chipId: string; port: string; startedAt: string; written: WrittenCertificates },
    costs: ReadonlyMap<string, number>,
    now: () => number,
    changed: (view: RunView) => void,
  ) {
    const { planId, plan, order, chipId, port, startedAt, written } = about;
    this.#costs = costs;
    this.#now = now;
    this.#changed = changed;
    this.#view = {
      runId: randomUUID(),
      planId,
      title: plan.title,
      chipId,
      simulated: isSimulated(port),
      port,
      state: 'running',
      startedAt,
      steps: order.steps.map((step) => waiting(step, written)),
      progress: 0,
      resumable: false,
    };
  }

  get view(): RunView {
    return this.#view;
  }

  begin(step: Step): void {
    this.#startedAt = this.#now();
    this.#step(step.id, { state: 'running' });
  }

  end(step: Step, outcome: StepOutcome): void {
    this.#step(step.id, { ms: Math.round(this.#now() - this.#startedAt), ...lineOf(outcome) });
  }

  /** Sets the outcome of a step. A later proof can complete an earlier step; that step keeps its time. */
  judge(step: Step, outcome: StepOutcome): void {
    this.#step(step.id, lineOf(outcome));
  }

  cancelling(): void {
    this.#set({ state: 'cancelling' });
  }

  finish(state: RunView['state'], fault?: Fault): void {
    const resumable = state === 'cancelled' || (state === 'failed' && fault !== undefined && canResumeAfter(fault.code));
    this.#set({ state, resumable, ...(fault === undefined ? {} : { fault: faultView(fault) }) });
  }

  #step(id: string, change: Partial<StepLine>): void {
    const steps = this.#view.steps.map((line) => (line.id === id ? { ...line, ...change } : line));
    this.#set({ steps, progress: this.#progress(steps) });
  }

  #progress(steps: readonly StepLine[]): number {
    // A step without a rehearsal has no expected time; it counts as 1 ms, so that it does not look done.
    const cost = (line: StepLine): number => Math.max(1, this.#costs.get(line.id) ?? 1);
    const whole = steps.reduce((sum, line) => sum + cost(line), 0);
    const done = steps.filter(({ state }) => finished.has(state)).reduce((sum, line) => sum + cost(line), 0);
    return done / whole;
  }

  #set(change: Partial<RunView>): void {
    this.#view = { ...this.#view, ...change };
    this.#changed(this.#view);
  }
}

function waiting(step: Step, written: WrittenCertificates): StepLine {
  const kind = kindOf(step);
  const here = written.get(step.id);
  return { id: step.id, kind: step.kind, title: kind.title(step), object: formatOid(kind.objects(step)[0]), state: 'waiting', ms: 0, ...(here === undefined ? {} : { written: here }) };
}

function lineOf(outcome: StepOutcome): Partial<StepLine> {
  switch (outcome.state) {
    case 'done':
      return { state: 'done', proof: outcome.says };
    case 'unchanged':
    case 'unproved':
      return { state: outcome.state, says: outcome.says };
    case 'failed':
      return { state: 'failed', says: faultView(outcome.fault).what };
    case 'cancelled':
      return { state: 'cancelled' };
  }
}
