import { parseCondition } from '../access/bytes.ts';
import { openApplication } from '../apdu/commands/openApplication.ts';
import type { Clock, Randomness } from '../bridge/bytePort.ts';
import { overhead } from '../bridge/frame.ts';
import type { Secret } from '../bytes/secret.ts';
import { Chip } from '../chip/chip.ts';
import { readObjects, type ChipSnapshot, type ObjectSnapshot } from '../chip/snapshot.ts';
import { formatOid, type Oid } from '../objects/oid.ts';
import { ok } from '../result/result.ts';
import { chipTimeMs } from '../simulator/timing/figures.ts';
import { parseManifest } from '../update/manifest.ts';
import { describeChanges, type Change } from './changes.ts';
import { field, type Metadata } from '../objects/metadata.ts';
import { holdsSecret } from '../objects/secrets.ts';
import { isSecretInput } from './input.ts';
import type { Rehearsal, RehearsedStep } from './rehearsal.ts';
import { explainRefusal } from './explainRefusal.ts';
import { irreversibleEffect } from './irreversible.ts';
import { declaredOrder, runOrder, type RunOrder } from './order.ts';
import { runPlan, type StepOutcome } from './run.ts';
import type { Plan, Step } from './step.ts';
import type { Materials } from './stepKind.ts';
import { kindOf } from './steps/index.ts';
import { makeTwin, reachSame, twinPort } from './twin.ts';

/** Objects that a plan touches or needs: what has to be read of the chip before its rehearsal. */
export const planObjects = (plan: Plan): Oid[] => [...new Set(plan.steps.flatMap((step) => [...kindOf(step).objects(step)]))];

/** Why a step can't be tried on a twin; undefined when it can. */
function notRehearsable(step: Step, plan: Plan, snapshot: ChipSnapshot, known: ReadonlyMap<Oid, Secret>): string | undefined {
  if (step.kind === 'prove-key' || step.kind === 'prove-aes') {
    const sent = plan.steps.some((other) => other.kind === 'send-data-set' && other.target === step.key && !sentAlready(other, snapshot));
    return sent ? undefined : `The key that is in ${formatOid(step.key)} now cannot be copied to a twin.`;
  }
  if (step.kind !== 'send-data-set' || sentAlready(step, snapshot)) return undefined;
  const manifest = parseManifest(step.manifest);
  const secret = manifest.ok ? manifest.value.confidentiality?.secret : undefined;
  if (secret === undefined || known.has(secret) || snapshot.objects.get(secret)?.data !== undefined) return undefined;
  const written = plan.steps.some((other) => other.kind === 'write-object' && other.object === secret);
  return written ? undefined : `The secret in ${formatOid(secret)} cannot be read: whether it decrypts the data set shows only on the chip.`;
}

function sentAlready(step: Extract<Step, { kind: 'send-data-set' }>, snapshot: ChipSnapshot): boolean {
  const manifest = parseManifest(step.manifest);
  const present = snapshot.objects.get(step.target)?.metadata.find(({ tag }) => tag === 0xc1)?.value;
  if (!manifest.ok || present === undefined) return false;
  return ((present[0] ?? 0) << 8) + (present[1] ?? 0) === manifest.value.payloadVersion;
}

/**
 * A secret that can't be read is taken to be the one that the plan names: what does not fit shows on the chip, before
 * anything is locked.
 */
function assumed(plan: Plan, snapshot: ChipSnapshot, materials: Materials, known: ReadonlyMap<Oid, Secret>): ChipSnapshot {
  const objects = new Map(snapshot.objects);
  const take = (id: Oid, secret: Secret | undefined): void => {
    const present = objects.get(id);
    if (present === undefined || present.data !== undefined || secret === undefined) return;
    objects.set(id, { ...present, data: secret.open((bytes) => bytes.slice()) });
  };
  for (const [id, secret] of known) take(id, secret);
  for (const step of plan.steps) {
    if (step.kind === 'write-object' && step.content.kind === 'material') take(step.object, materials.get(step.content.name));
  }
  return { ...snapshot, objects };
}

/** Whether content may be read by everyone permanently under the read condition that is set; true when none is set. */
function staysReadable(changes: Metadata): boolean {
  const bytes = field(changes, 'read');
  const condition = bytes === undefined ? undefined : parseCondition(bytes);
  return condition === undefined || (condition.ok && condition.value.kind === 'always');
}

function makesSecret(step: Step): step is Extract<Step, { kind: 'lock' | 'write-metadata' }> {
  if (step.kind === 'lock') return step.unreadable;
  return step.kind === 'write-metadata' && (holdsSecret(step.changes) || !staysReadable(step.changes));
}

/** Objects that this plan gives a secret's type or closes to readers: their content is a secret before they are so. */
export const secretObjects = (plan: Plan): ReadonlySet<Oid> => new Set(plan.steps.filter(makesSecret).map(({ object }) => object));

interface Costs {
  bytes: number;
  chipMs: number;
}

/** What a rehearsal is made of beside the plan. */
export interface RehearsalParts {
  readonly materials: Materials;
  /** Secrets that the chip is taken to hold where it does not give them out: with them an encrypted data set can be tried. */
  readonly known?: ReadonlyMap<Oid, Secret>;
  readonly random: Randomness;
  readonly clock: Clock;
}

/**
 * Runs the plan on a simulated twin of the chip and tells, step by step, what would change and what the chip would
 * refuse. Nothing is sent to the chip itself. A step that turns out to close something permanently goes last, and the
 * plan is tried again in that order.
 */
export async function rehearse(plan: Plan, snapshot: ChipSnapshot, parts: RehearsalParts): Promise<Rehearsal> {
  for (let { locks } = declaredOrder(plan.steps); ; ) {
    const rehearsal = await rehearseInOrder(plan, runOrder(plan.steps, locks), snapshot, parts);
    const found = rehearsal.steps.filter(({ lock, step }) => lock && !locks.has(step.id));
    if (found.length === 0) return rehearsal;
    locks = new Set([...locks, ...found.map(({ step }) => step.id)]);
  }
}

async function rehearseInOrder(plan: Plan, order: RunOrder, snapshot: ChipSnapshot, { materials, known = new Map(), random, clock }: RehearsalParts): Promise<Rehearsal> {
  const twin = makeTwin(assumed(plan, snapshot, materials, known), random, clock);
  let cost: Costs = { bytes: 0, chipMs: 0 };
  const counted = twinPort(twin, (request, response) => {
    cost.bytes += request.length + response.length + 2 * overhead;
    cost.chipMs += chipTimeMs(request, response);
  });
  const watcher = new Chip(twinPort(twin));
  await watcher.run(openApplication());
  reachSame(twin, snapshot);
  const look = async (step: Step): Promise<ReadonlyMap<Oid, ObjectSnapshot>> => {
    const read = await readObjects(watcher, { ...snapshot, objects: new Map() }, kindOf(step).objects(step));
    return read.ok ? read.value.objects : new Map<Oid, ObjectSnapshot>();
  };
  const skipped = new Map(plan.steps.map((step) => [step.id, notRehearsable(step, plan, snapshot, known)]));
  const secrets = secretObjects(plan);
  // A key that came in an interrupted run: the proof that follows on the chip settles it, no twin can.
  const settledLater = (step: Step): boolean =>
    step.kind === 'send-data-set' && sentAlready(step, snapshot) && plan.steps.some((other) => (other.kind === 'prove-key' || other.kind === 'prove-aes') && other.key === step.target);
  const rehearsed = new Map<string, RehearsedStep>();
  let before: ReadonlyMap<Oid, ObjectSnapshot> = new Map();
  const tried = { ...order, steps: order.steps.filter((step) => skipped.get(step.id) === undefined && !settledLater(step)) };
  await runPlan(
    plan,
    { chip: new Chip(counted), identity: snapshot, materials, random, outputs: new Map() },
    {
      before: async (step) => {
        before = await look(step);
        cost = { bytes: 0, chipMs: 0 };
        return ok(undefined);
      },
      after: async (step, outcome) => {
        const spent = cost;
        rehearsed.set(step.id, report({ step, outcome, lock: order.locks.has(step.id), before, after: await look(step), cost: spent, snapshot, secrets }));
        return ok(undefined);
      },
    },
    tried,
  );
  const untried = (step: Step): RehearsedStep => (settledLater(step) ? sentBefore(step) : unreached(step, order.locks.has(step.id), skipped.get(step.id)));
  const steps = order.steps.map((step) => rehearsed.get(step.id) ?? untried(step));
  return { steps, goesThrough: steps.every(({ state }) => state !== 'refused' && state !== 'not-reached') };
}

const noCost = { bytes: 0, chipMs: 0 };

const sentBefore = (step: Step): RehearsedStep => ({
  step,
  state: 'already-done',
  lock: false,
  changes: [],
  note: 'This version is there already; the use of the key on the chip will prove it.',
  cost: noCost,
});

/** What an encrypted metadata update does can't be seen without its secret: it may be a lock, so it is treated as one. */
function unknownEffect(step: Step): string | undefined {
  const manifest = step.kind === 'send-data-set' ? parseManifest(step.manifest) : undefined;
  if (manifest?.ok !== true || manifest.value.payload.kind !== 'metadata') return undefined;
  const { target, confidentiality } = manifest.value;
  const secret = confidentiality === undefined ? '' : ` in ${formatOid(confidentiality.secret)}`;
  return `What this encrypted update does to the metadata of ${formatOid(target)} cannot be seen without the secret${secret}: it may close the object permanently.`;
}

function unreached(step: Step, declared: boolean, why: string | undefined): RehearsedStep {
  const irreversible = why === undefined ? undefined : (unknownEffect(step) ?? kindOf(step).loses?.(step));
  return {
    step,
    state: why === undefined ? 'not-reached' : 'not-rehearsable',
    changes: [],
    lock: declared || (why !== undefined && unknownEffect(step) !== undefined),
    ...(irreversible === undefined ? {} : { irreversible }),
    ...(why === undefined ? {} : { note: why }),
    cost: noCost,
  };
}

interface Happened {
  readonly step: Step;
  readonly outcome: StepOutcome;
  readonly lock: boolean;
  readonly before: ReadonlyMap<Oid, ObjectSnapshot>;
  readonly after: ReadonlyMap<Oid, ObjectSnapshot>;
  readonly cost: Costs;
  readonly snapshot: ChipSnapshot;
  readonly secrets: ReadonlySet<Oid>;
}

function report({ step, outcome, lock, before, after, cost, snapshot, secrets }: Happened): RehearsedStep {
  const effect = effectOf(before, after, snapshot);
  if (outcome.state === 'failed') {
    return { step, state: 'refused', changes: [], lock: lock || effect !== undefined, fault: explainRefusal(step, outcome.fault, before, snapshot), cost };
  }
  const changes = changesOf(step, before, after, secrets);
  const note = outcome.state === 'unproved' ? outcome.says : undefined;
  const there = outcome.state === 'unchanged' || (outcome.state === 'unproved' && !outcome.applied);
  const state = !there || changes.length > 0 ? 'would-change' : 'already-done';
  const irreversible = state === 'already-done' ? undefined : (effect ?? kindOf(step).loses?.(step));
  return { step, state, changes, cost, lock: lock || effect !== undefined, ...(irreversible === undefined ? {} : { irreversible }), ...(note === undefined ? {} : { note }) };
}

function effectOf(before: ReadonlyMap<Oid, ObjectSnapshot>, after: ReadonlyMap<Oid, ObjectSnapshot>, chip: ChipSnapshot): string | undefined {
  for (const [id, old] of before) {
    const now = after.get(id);
    const effect = now && irreversibleEffect(old, now, chip);
    if (effect !== undefined) return effect;
  }
  return undefined;
}

function changesOf(step: Step, before: ReadonlyMap<Oid, ObjectSnapshot>, after: ReadonlyMap<Oid, ObjectSnapshot>, secrets: ReadonlySet<Oid>): Change[] {
  const secret = ((step.kind === 'write-object' || step.kind === 'write-at') && isSecretInput(step.content)) || step.kind === 'lock';
  return kindOf(step)
    .objects(step)
    .flatMap((id) => {
      const [old, now] = [before.get(id), after.get(id)];
      return old === undefined || now === undefined ? [] : describeChanges(old, now, secret || secrets.has(id) || holdsSecret(old.metadata) || holdsSecret(now.metadata));
    });
}
