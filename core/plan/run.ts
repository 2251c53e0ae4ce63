import { type Fault, fault } from '../result/fault.ts';
import { err, ok, type Result } from '../result/result.ts';
import { formatOid, type Oid } from '../objects/oid.ts';
import { askAnchor, type AnchorAnswer } from './anchorProbe.ts';
import { isChipLifecycle } from './irreversible.ts';
import { declaredOrder, type RunOrder } from './order.ts';
import type { Plan, Step } from './step.ts';
import type { Bench, Proof } from './stepKind.ts';
import { kindOf } from './steps/index.ts';

export type StepOutcome =
  | { readonly state: 'done' | 'unchanged'; readonly says: string }
  /** `applied` false: it was taken to be there already, and nothing shows that it is. */
  | { readonly state: 'unproved'; readonly says: string; readonly applied: boolean }
  | { readonly state: 'failed'; readonly fault: Fault }
  | { readonly state: 'cancelled' };

export interface RunHooks {
  /** Asked before each step; true stops the run there. */
  readonly stop?: () => boolean;
  /** Before a step; what it resolves to must be ok, or the run stops there (for example: the record is not on disk). */
  readonly before?: (step: Step) => Promise<Result<void>>;
  readonly after?: (step: Step, outcome: StepOutcome) => Promise<Result<void>>;
}

export interface RunResult {
  readonly state: 'finished' | 'failed' | 'cancelled';
  readonly steps: readonly { readonly step: Step; readonly outcome: StepOutcome }[];
  readonly fault?: Fault;
}

/** A step is begun again at most so often after a resynchronisation: each time the chip is read first. */
const attempts = 4;

/**
 * Runs a plan: each step is checked, applied when still needed, and proved; locks only after what they protect.
 * @param order from the rehearsal (`rehearsedOrder`), which alone knows every step that is a lock
 */
export async function runPlan(plan: Plan, bench: Bench, hooks: RunHooks = {}, order: RunOrder = declaredOrder(plan.steps)): Promise<RunResult> {
  const done: { step: Step; outcome: StepOutcome }[] = [];
  for (const step of order.steps) {
    if (hooks.stop?.() === true) {
      done.push({ step, outcome: { state: 'cancelled' } });
      return { state: 'cancelled', steps: done };
    }
    const ready = (await hooks.before?.(step)) ?? ok(undefined);
    const outcome = ready.ok ? await runStep(step, bench, done, order.locks.has(step.id)) : ({ state: 'failed', fault: ready.fault } as const);
    done.push({ step, outcome });
    if ((step.kind === 'prove-key' || step.kind === 'prove-aes') && outcome.state === 'done') provesEarlier(step.key, done);
    const noted = (await hooks.after?.(step, outcome)) ?? ok(undefined);
    if (outcome.state === 'failed') return { state: 'failed', steps: done, fault: outcome.fault };
    if (!noted.ok) return { state: 'failed', steps: done, fault: noted.fault };
  }
  return { state: 'finished', steps: done };
}

/** A key that is proved to be the certificate's proves the update that brought it, in an earlier run too. */
function provesEarlier(key: Oid, done: { step: Step; outcome: StepOutcome }[]): void {
  for (const entry of done) {
    const sent = entry.step.kind === 'send-data-set' && entry.step.target === key;
    if (!sent || entry.outcome.state !== 'unproved') continue;
    entry.outcome = { state: 'unchanged', says: `${entry.outcome.says.replace(/; whether.*$/, '')}; proved by the use of the key` };
  }
}

async function runStep(
  step: Step,
  bench: Bench,
  before: readonly { step: Step; outcome: StepOutcome }[],
  lock: boolean,
): Promise<StepOutcome> {
  for (let attempt = 1; ; attempt++) {
    const tried = await tryStep(step, bench, before, lock);
    if (tried.ok) return tried.value;
    // Out of step with the board: what became of the request is found out by the check at the next attempt.
    const retry = tried.fault.code === 'link/resynchronised' && attempt < attempts;
    if (!retry) return { state: 'failed', fault: tried.fault };
  }
}

async function tryStep(
  step: Step,
  bench: Bench,
  before: readonly { step: Step; outcome: StepOutcome }[],
  lock: boolean,
): Promise<Result<StepOutcome>> {
  const kind = kindOf(step);
  const check = await kind.check(step, bench);
  if (!check.ok) return check;
  const { value } = check;
  if (value.state === 'done') return ok(value.proved ? { state: 'unchanged', says: value.says } : { state: 'unproved', says: value.says, applied: false });
  const anchor = lock ? await beforeLock(step, bench, before) : ok(undefined);
  if (!anchor.ok) return anchor;
  const applied = await kind.apply(step, bench);
  if (!applied.ok) return applied;
  const proof = await kind.verify(step, bench);
  return proof.ok ? ok(outcomeOf(withAnswer(proof.value, anchor.value))) : proof;
}

/** Everything that must hold before a step that cannot be undone. @returns what the chip said of a trust anchor */
async function beforeLock(step: Step, bench: Bench, before: readonly { step: Step; outcome: StepOutcome }[]): Promise<Result<AnchorAnswer | undefined>> {
  const protectedNow = mayLock(kindOf(step).objects(step)[0], before);
  return protectedNow.ok ? askAnchor(step, bench) : protectedNow;
}

const withAnswer = (proof: Proof, answer: AnchorAnswer | undefined): Proof =>
  answer === undefined ? proof : { proved: proof.proved && answer.shown, says: `${proof.says}; ${answer.says}` };

const outcomeOf = ({ proved, says }: Proof): StepOutcome => (proved ? { state: 'done', says } : { state: 'unproved', says, applied: true });

/** A data set that the chip decrypted with the object's secret proves that secret. */
const provesBySecret = (step: Step, object: Oid): boolean =>
  step.kind === 'send-data-set' && kindOf(step).objects(step).slice(1).includes(object);

/**
 * Locks come last, after everything was proved: an unproved step that touches or uses the object (as target, trust
 * anchor or secret) forbids it, unless a later update that was decrypted with the object's secret proves that. A lock
 * of the whole chip protects everything.
 */
function mayLock(
  object: Oid,
  before: readonly { step: Step; outcome: StepOutcome }[],
): Result<void> {
  const whole = isChipLifecycle(object);
  const open = before.filter(({ step, outcome }) => outcome.state === 'unproved' && (whole || kindOf(step).objects(step).includes(object)));
  const settled = (entry: (typeof before)[number]): boolean => {
    const [own] = kindOf(entry.step).objects(entry.step);
    const proves = ({ step, outcome }: (typeof before)[number]): boolean => provesBySecret(step, own) && outcome.state === 'done';
    return (whole || own === object) && before.slice(before.indexOf(entry) + 1).some(proves);
  };
  if (open.every(settled)) return ok(undefined);
  const because = 'A step that touches or uses it could not be proved: it cannot be read back, and nothing shows that it is right.';
  return err(fault('plan/lock-without-proof', { object: formatOid(object), because }));
}
