import { equal } from '../bytes/bytes.ts';
import { wasReopened } from '../chip/chip.ts';
import { type Fault, fault } from '../result/fault.ts';
import { err, ok, type Result } from '../result/result.ts';
import { formatOid, type Oid } from '../objects/oid.ts';
import { askAnchor, makesAnchor, type AnchorAnswer } from './anchorProbe.ts';
import { closedAnchors } from './closedAnchors.ts';
import { isChipLifecycle } from './irreversible.ts';
import { declaredOrder, type RunOrder } from './order.ts';
import { provesEarlier } from './provesEarlier.ts';
import type { Plan, Step } from './step.ts';
import { proveBeforeLock, type Settled } from './proveBeforeLock.ts';
import { toolsOn, type StepTools, type Check, type Proof } from './stepKind.ts';
import { kindOf } from './steps/index.ts';

export type StepOutcome =
  | { readonly state: 'done' | 'unchanged'; readonly says: string }
  /** The step was sent, but its result cannot be read back. `found`: as below; only if the chip had to be asked again. */
  | { readonly state: 'unproved'; readonly says: string; readonly applied: true; readonly found?: string }
  /** The step is assumed to be done already. `found`: the part of `says` that stays true after a later step proves it. */
  | { readonly state: 'unproved'; readonly says: string; readonly applied: false; readonly found: string }
  | { readonly state: 'failed'; readonly fault: Fault }
  | { readonly state: 'cancelled' };

export interface RunHooks {
  /** Called before each step; true stops the run there. */
  readonly stop?: () => boolean;
  /** Called before a step. If its result is not ok, the run stops there (for example: the record is not on disk). */
  readonly before?: (step: Step) => Promise<Result<void>>;
  readonly after?: (step: Step, outcome: StepOutcome) => Promise<Result<void>>;
}

export interface RunResult {
  readonly state: 'finished' | 'failed' | 'cancelled';
  readonly steps: readonly { readonly step: Step; readonly outcome: StepOutcome }[];
  readonly fault?: Fault;
}

/** How often a step is started again after a resynchronisation. The chip is read first each time. */
const attempts = 4;

/**
 * Runs a plan: each step is checked, applied if still needed, and proved. Locks run only after what they protect is
 * proved.
 * @param order from the rehearsal (`rehearsedOrder`), because only the rehearsal knows every lock
 */
export async function runPlan(plan: Plan, given: StepTools, hooks: RunHooks = {}, order: RunOrder = declaredOrder(plan.steps)): Promise<RunResult> {
  const tools = onChip(given, given.chip.remembering());
  tools.chip.facts?.beginRun();
  const begun = await onItsChip(plan, tools);
  if (!begun.ok) return { state: 'failed', steps: [], fault: begun.fault };
  const done: Settled[] = [];
  for (const step of order.steps) {
    if (hooks.stop?.() === true) {
      done.push(settled(step, { state: 'cancelled' }, tools));
      return { state: 'cancelled', steps: done };
    }
    const ready = (await hooks.before?.(step)) ?? ok(undefined);
    const outcome = ready.ok ? await runStep(step, tools, done, order) : ({ state: 'failed', fault: ready.fault } as const);
    done.push(settled(step, outcome, tools));
    if (outcome.state === 'done') completeEarlier(step, done, tools);
    const noted = (await hooks.after?.(step, outcome)) ?? ok(undefined);
    if (outcome.state === 'failed') return { state: 'failed', steps: done, fault: outcome.fault };
    if (!noted.ok) return { state: 'failed', steps: done, fault: noted.fault };
  }
  return { state: 'finished', steps: done };
}

const about = (step: Step): { readonly kind: Step['kind']; readonly object: Oid } => ({ kind: step.kind, object: kindOf(step).objects(step)[0] });

/** Marks the earlier steps that a proof completes. */
function completeEarlier(proof: Step, done: readonly Settled[], { chip }: StepTools): void {
  for (const entry of done) {
    const { outcome } = entry;
    if (outcome.state !== 'unproved' || !provesEarlier(about(proof), about(entry.step))) continue;
    entry.outcome = { state: 'unchanged', says: `${outcome.found ?? outcome.says}; proved by the use of the key` };
    entry.connection = chip.connection;
  }
}

const settled = (step: Step, outcome: StepOutcome, { chip }: StepTools): Settled => ({ step, outcome, connection: chip.connection });

/** Reads the UID: a run begins only on the chip for which the plan was made. */
async function onItsChip(plan: Plan, tools: StepTools): Promise<Result<void>> {
  const same = await tools.chip.confirm();
  if (!same.ok || plan.chip === undefined || equal(plan.chip.uid, tools.identity.uid.raw)) return same;
  return err(fault('chip/other', { expected: plan.chip.chipId, found: tools.identity.uid.chipId }));
}

/** Whether an attempt of a step has sent it. Then a later attempt that finds it done found its own work. */
interface Sent {
  isSent: boolean;
}

async function runStep(step: Step, tools: StepTools, before: readonly Settled[], order: RunOrder): Promise<StepOutcome> {
  const sent: Sent = { isSent: false };
  for (let attempt = 1; ; attempt++) {
    const tried = await tryStep(step, tools, before, order, sent);
    if (tried.ok) return tried.value;
    // The application was opened again. The check at the next try finds out whether the request had an effect.
    const retry = wasReopened(tried.fault) && attempt < attempts;
    if (!retry) return { state: 'failed', fault: tried.fault };
  }
}

async function tryStep(step: Step, all: StepTools, before: readonly Settled[], { locks, anchors }: RunOrder, sent: Sent): Promise<Result<StepOutcome>> {
  const kind = kindOf(step);
  const lock = locks.has(step.id);
  // The proof of what a lock protects and the lock itself must be in one connection; otherwise both are repeated.
  const tools = lock ? onChip(all, all.chip.withoutRepeats()) : all;
  // What the lock protects is read again from here on.
  if (lock) tools.chip.facts?.forget();
  const { connection } = tools.chip;
  const check = await checkNow(step, tools);
  if (!check.ok) return check;
  const { value } = check;
  if (value.state === 'done') return ok(sent.isSent ? doneBefore(value) : foundDone(value));
  const anchor = lock ? await beforeLock(step, tools, before, makesAnchor(step) || anchors.has(step.id)) : ok(undefined);
  if (!anchor.ok) return anchor;
  if (lock || kind.loses?.(step) !== undefined) {
    const same = await tools.chip.confirm();
    if (!same.ok) return same;
    if (tools.chip.connection !== connection) return err(fault('chip/reopened', { command: kind.title(step) }));
    // The lock's bytes are computed from what is read after this.
    if (lock) tools.chip.facts?.forget();
  }
  sent.isSent = true;
  const applied = await kind.apply(step, tools);
  if (!applied.ok) return applied;
  const proof = await kind.verify(step, tools);
  return proof.ok ? ok(outcomeOf(withAnswer(proof.value, anchor.value))) : proof;
}

/** Checks a step. Only what was read during this run can show that the step is done already. */
async function checkNow(step: Step, tools: StepTools): Promise<Result<Check>> {
  const kind = kindOf(step);
  const check = await kind.check(step, tools);
  if (!check.ok || check.value.state === 'needed' || tools.chip.facts?.olderThanRun(kind.objects(step)) !== true) return check;
  tools.chip.facts.forget();
  return kind.check(step, tools);
}

const foundDone = (check: Check & { readonly state: 'done' }): StepOutcome =>
  check.proved ? { state: 'unchanged', says: check.says } : { state: 'unproved', says: check.says, applied: false, found: check.found };

/** The outcome of a step that was sent before the connection was interrupted, and that is done. */
function doneBefore(check: Check & { readonly state: 'done' }): StepOutcome {
  const sent = 'sent; then the connection was interrupted, and the chip was read again';
  const says = `${sent}: ${check.says}`;
  return check.proved ? { state: 'done', says } : { state: 'unproved', says, applied: true, found: `${sent}: ${check.found}` };
}

const onChip = (tools: StepTools, chip: StepTools['chip']): StepTools =>
  toolsOn(
    {
      chip,
      get identity() {
        return tools.identity;
      },
    },
    tools,
  );

/**
 * Checks everything that must hold before a step that cannot be undone.
 * @param becomes whether the step makes its object a trust anchor
 * @returns the chip's answers about trust anchors that the step closes
 */
async function beforeLock(step: Step, tools: StepTools, before: readonly Settled[], becomes: boolean): Promise<Result<AnchorAnswer | undefined>> {
  const proved = await proveBeforeLock(step, tools, before);
  if (!proved.ok) return proved;
  const [object] = kindOf(step).objects(step);
  if (!isChipLifecycle(object)) return askAnchor(object, becomes, tools);
  // A lock of the whole chip closes every anchor that this run wrote, and those of earlier runs that it affects.
  const closed = await closedAnchors(step, tools);
  if (!closed.ok) return closed;
  const answers: AnchorAnswer[] = [];
  for (const one of new Set([...before.map((entry) => kindOf(entry.step).objects(entry.step)[0]), ...closed.value])) {
    const answer = await askAnchor(one, false, tools);
    if (!answer.ok) return answer;
    if (answer.value !== undefined) answers.push({ ...answer.value, says: `${formatOid(one)}: ${answer.value.says}` });
  }
  return ok(answers.length === 0 ? undefined : { shown: answers.every(({ shown }) => shown), says: answers.map(({ says }) => says).join('; ') });
}

const withAnswer = (proof: Proof, answer: AnchorAnswer | undefined): Proof =>
  answer === undefined ? proof : { proved: proof.proved && answer.shown, says: `${proof.says}; ${answer.says}` };

const outcomeOf = ({ proved, says }: Proof): StepOutcome => (proved ? { state: 'done', says } : { state: 'unproved', says, applied: true });
