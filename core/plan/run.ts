import { type Fault, fault } from '../result/fault.ts';
import { err, ok, type Result } from '../result/result.ts';
import { lifecycleCodes } from '../objects/codes.ts';
import { fieldNumber } from '../objects/metadata.ts';
import { formatOid, type Oid } from '../objects/oid.ts';
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

/** A step is begun anew at most so often after a resynchronisation: each time the chip is read first. */
const attempts = 4;

/** Runs a plan: each step is checked, applied when still needed, and proved; locks only after what they protect. */
export async function runPlan(plan: Plan, bench: Bench, hooks: RunHooks = {}): Promise<RunResult> {
  const done: { step: Step; outcome: StepOutcome }[] = [];
  for (const step of locksLast(plan.steps)) {
    if (hooks.stop?.() === true) {
      done.push({ step, outcome: { state: 'cancelled' } });
      return { state: 'cancelled', steps: done };
    }
    const ready = (await hooks.before?.(step)) ?? ok(undefined);
    const outcome = ready.ok ? await runStep(step, bench, done) : ({ state: 'failed', fault: ready.fault } as const);
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

/** A step after which the object is closed for good, in whatever words a plan file has it. */
export function isLock(step: Step): boolean {
  if (step.kind === 'lock') return true;
  return step.kind === 'write-metadata' && (fieldNumber(step.changes, 'lcso') ?? 0) >= lifecycleCodes.operational;
}

/** Locks go last whatever a plan file says. */
export const locksLast = (steps: readonly Step[]): Step[] => [
  ...steps.filter((step) => !isLock(step)),
  ...steps.filter(isLock),
];

async function runStep(
  step: Step,
  bench: Bench,
  before: readonly { step: Step; outcome: StepOutcome }[],
): Promise<StepOutcome> {
  for (let attempt = 1; ; attempt++) {
    const tried = await tryStep(step, bench, before);
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
): Promise<Result<StepOutcome>> {
  const kind = kindOf(step);
  const check = await kind.check(step, bench);
  if (!check.ok) return check;
  const { value } = check;
  if (value.state === 'done') return ok(value.proved ? { state: 'unchanged', says: value.says } : { state: 'unproved', says: value.says, applied: false });
  if (isLock(step)) {
    const protectedNow = mayLock(kind.objects(step)[0], before);
    if (!protectedNow.ok) return protectedNow;
  }
  const applied = await kind.apply(step, bench);
  if (!applied.ok) return applied;
  const proof = await kind.verify(step, bench);
  return proof.ok ? ok(outcomeOf(proof.value)) : proof;
}

const outcomeOf = ({ proved, says }: Proof): StepOutcome => (proved ? { state: 'done', says } : { state: 'unproved', says, applied: true });

/** A data set that the chip decrypted with the object's secret proves that secret. */
const provesBySecret = (step: Step, object: Oid): boolean =>
  step.kind === 'send-data-set' && kindOf(step).objects(step).slice(1).includes(object);

/**
 * Locks come last, after everything was proved: an unproved step that touches or uses the object (as target, trust
 * anchor or secret) forbids it, unless a later update that was decrypted with the object's secret proves that.
 */
function mayLock(
  object: Oid,
  before: readonly { step: Step; outcome: StepOutcome }[],
): Result<void> {
  const open = before.filter(({ step, outcome }) => outcome.state === 'unproved' && kindOf(step).objects(step).includes(object));
  const settled = (entry: (typeof before)[number]): boolean =>
    kindOf(entry.step).objects(entry.step)[0] === object &&
    before.slice(before.indexOf(entry) + 1).some(({ step, outcome }) => provesBySecret(step, object) && outcome.state === 'done');
  if (open.every(settled)) return ok(undefined);
  const because = 'A step that touches or uses it could not be proved: it cannot be read back, and nothing shows that it is right.';
  return err(fault('plan/lock-without-proof', { object: formatOid(object), because }));
}
