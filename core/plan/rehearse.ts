import { parseCondition } from '../access/bytes.ts';
import { openApplication } from '../apdu/commands/openApplication.ts';
import type { Clock, Randomness } from '../bridge/bytePort.ts';
import { overhead } from '../bridge/frame.ts';
import type { Secret } from '../bytes/secret.ts';
import { Chip } from '../chip/chip.ts';
import { readObjects, type ChipSnapshot, type ObjectSnapshot } from '../chip/snapshot.ts';
import type { CheckSignature } from '../keys/signer.ts';
import { formatOid, type Oid } from '../objects/oid.ts';
import type { Fault } from '../result/fault.ts';
import { err, ok } from '../result/result.ts';
import { chipTimeMs } from '../simulator/timing/figures.ts';
import { manifestOf } from './manifestOf.ts';
import { describeChanges, type Change } from './changes.ts';
import { field, highestVersion, type Metadata } from '../objects/metadata.ts';
import { holdsSecret } from '../objects/secrets.ts';
import { isSecretInput } from './input.ts';
import { anchorSteps, rehearsalVerdict, type Rehearsal, type RehearsedStep } from './rehearsal.ts';
import { explainRefusal } from './explainRefusal.ts';
import { irreversibleEffect } from './irreversible.ts';
import { isTrustAnchor } from './anchorProbe.ts';
import { lockedWith } from './closedAnchors.ts';
import { UnusableAnchors } from './anchorWarnings.ts';
import { MetadataStates } from './metadataStates.ts';
import { declaredOrder, runOrder, type RunOrder } from './order.ts';
import { runPlan, type StepOutcome } from './run.ts';
import type { Plan, Step } from './step.ts';
import type { StepTools, Materials } from './stepKind.ts';
import { kindOf } from './steps/index.ts';
import { makeTwin, reachSame, twinPort } from './twin.ts';
import { assumedSecret, certainRefusal, settledLater, whyUntried } from './untried.ts';

/** Objects that a plan uses. They have to be read from the chip before its rehearsal. */
export const planObjects = (plan: Plan): Oid[] => [...new Set(plan.steps.flatMap((step) => [...kindOf(step).objects(step), ...lockedWith(step)]))];

/** Assumes that an unreadable secret is the one that the plan names. If it is not, the chip shows this before anything is locked. */
function assumed(plan: Plan, snapshot: ChipSnapshot, materials: Materials, assumedSecrets: ReadonlyMap<Oid, Secret>): ChipSnapshot {
  const objects = new Map(snapshot.objects);
  const take = (id: Oid, secret: Secret | undefined): void => {
    const present = objects.get(id);
    if (present === undefined || present.data !== undefined || present.begins !== undefined || secret === undefined) return;
    objects.set(id, { ...present, data: secret.open((bytes) => bytes.slice()) });
  };
  for (const [id, secret] of assumedSecrets) take(id, secret);
  for (const step of plan.steps) {
    if (step.kind === 'write-object' && step.content.kind === 'material') take(step.object, materials.get(step.content.name));
  }
  return { ...snapshot, objects };
}

/** Whether everyone can read the content permanently under the new read condition; true when no condition is set. */
function staysReadable(changes: Metadata): boolean {
  const bytes = field(changes, 'read');
  const condition = bytes === undefined ? undefined : parseCondition(bytes);
  return condition === undefined || (condition.ok && condition.value.kind === 'always');
}

function makesSecret(step: Step): step is Extract<Step, { kind: 'lock' | 'write-metadata' }> {
  if (step.kind === 'lock') return step.unreadable;
  return step.kind === 'write-metadata' && (holdsSecret(step.changes) || !staysReadable(step.changes));
}

/**
 * Objects that become secret in this plan, because of their type or because they are closed to readers. Their content
 * counts as a secret from the start.
 */
export const secretObjects = (plan: Plan): ReadonlySet<Oid> => new Set(plan.steps.filter(makesSecret).map(({ object }) => object));

interface Costs {
  bytes: number;
  chipMs: number;
}

/** The inputs of a rehearsal besides the plan. */
export interface RehearsalParts {
  readonly materials: Materials;
  /** Secrets that the chip is assumed to hold where they are unreadable. With them, an encrypted data set can be tried. */
  readonly assumedSecrets?: ReadonlyMap<Oid, Secret>;
  readonly wroteBefore?: StepTools['wroteBefore'];
  readonly random: Randomness;
  readonly clock: Clock;
  /** Verifies signatures for the twin; default: our own arithmetic. */
  readonly check?: CheckSignature;
}

/**
 * Runs the plan on a simulated twin of the chip and reports for each step what would change and what the chip would
 * refuse. A step that can't be tried is judged by the rules alone. Nothing is sent to the chip itself. If a step turns
 * out to close something permanently, it is moved to the end and the plan is tried again in that order.
 */
export async function rehearse(plan: Plan, snapshot: ChipSnapshot, parts: RehearsalParts): Promise<Rehearsal> {
  for (let { locks, anchors } = declaredOrder(plan.steps); ; ) {
    const rehearsal = await rehearseInOrder(plan, runOrder(plan.steps, locks, anchors), snapshot, parts);
    const found = rehearsal.steps.filter(({ lock, step }) => lock && !locks.has(step.id));
    if (found.length === 0) return rehearsal;
    locks = new Set([...locks, ...found.map(({ step }) => step.id)]);
    anchors = anchorSteps(rehearsal.steps);
  }
}

/** The twin with a counter of its exchanges, and a second access to it without the counter. */
async function openTwin(snapshot: ChipSnapshot, parts: RehearsalParts) {
  const twin = makeTwin(snapshot, parts);
  const spent: Costs = { bytes: 0, chipMs: 0 };
  const chip = new Chip(
    twinPort(twin, (request, response) => {
      spent.bytes += request.length + response.length + 2 * overhead;
      spent.chipMs += chipTimeMs(request, response);
    }),
  );
  const watcher = new Chip(twinPort(twin));
  await watcher.run(openApplication());
  reachSame(twin, snapshot);
  // The twin does not know the rest of a content that was read in part. What was read of it counts until a step changes it.
  const partial = new Map([...snapshot.objects].filter(([, { begins }]) => begins !== undefined));
  const look = async (step: Step, when: 'before' | 'after'): Promise<ReadonlyMap<Oid, ObjectSnapshot>> => {
    const ids = kindOf(step).objects(step);
    if (when === 'after') ids.forEach((id) => partial.delete(id));
    const read = await readObjects(watcher, { ...snapshot, objects: new Map() }, ids);
    return read.ok ? new Map([...read.value.objects].map(([id, object]) => [id, partial.get(id) ?? object])) : new Map<Oid, ObjectSnapshot>();
  };
  return { chip, spent, look };
}

/** Steps that can't be tried. Each is judged by the rules alone, at its place in the order. */
class Untried {
  readonly #plan: Plan;
  readonly #order: RunOrder;
  readonly #snapshot: ChipSnapshot;
  readonly #why: ReadonlyMap<string, string | undefined>;
  readonly #later: ReadonlySet<string>;

  constructor(plan: Plan, order: RunOrder, snapshot: ChipSnapshot, assumedSecrets: ReadonlyMap<Oid, Secret>) {
    this.#plan = plan;
    this.#order = order;
    this.#snapshot = snapshot;
    this.#why = new Map(plan.steps.map((step) => [step.id, whyUntried(step, plan, snapshot, assumedSecrets)]));
    this.#later = new Set(plan.steps.filter((step) => settledLater(step, plan, snapshot)).map(({ id }) => id));
  }

  has({ id }: Step): boolean {
    return this.#why.get(id) !== undefined || this.#later.has(id);
  }

  /** Judges the steps before a given step, or all remaining ones. Stops at the first one that is certain to be refused. */
  async judgeUpTo(end: Step | undefined, rehearsed: Map<string, RehearsedStep>, look: (step: Step, when: 'before' | 'after') => Promise<ReadonlyMap<Oid, ObjectSnapshot>>): Promise<Fault | undefined> {
    const { steps, locks } = this.#order;
    for (const step of steps.slice(0, end === undefined ? steps.length : steps.indexOf(end))) {
      if (!this.has(step) || rehearsed.has(step.id)) continue;
      const later = this.#later.has(step.id);
      const before = await look(step, 'before');
      const refusal = later ? undefined : certainRefusal(step, this.#plan, before, this.#snapshot);
      const untried = { declared: locks.has(step.id), why: this.#why.get(step.id), refusal, before: before.get(kindOf(step).objects(step)[0]) };
      rehearsed.set(step.id, later ? sentBefore(step) : unreached(step, untried));
      if (refusal !== undefined) return refusal;
    }
    return undefined;
  }
}

async function rehearseInOrder(plan: Plan, order: RunOrder, snapshot: ChipSnapshot, parts: RehearsalParts): Promise<Rehearsal> {
  const { materials, assumedSecrets = new Map<Oid, Secret>(), wroteBefore, random, check } = parts;
  const { chip, spent, look } = await openTwin(assumed(plan, snapshot, materials, assumedSecrets), parts);
  const untried = new Untried(plan, order, snapshot, assumedSecrets);
  const secrets = secretObjects(plan);
  const rehearsed = new Map<string, RehearsedStep>();
  const anchors = new UnusableAnchors(snapshot.uid.family);
  const states = new MetadataStates();
  states.add(planObjects(plan).flatMap((id) => snapshot.objects.get(id) ?? []));
  let before: ReadonlyMap<Oid, ObjectSnapshot> = new Map();
  let halted = false;
  const result = await runPlan(
    plan,
    { chip, identity: snapshot, materials, random, check, outputs: new Map(), ...(wroteBefore === undefined ? {} : { wroteBefore }) },
    {
      before: async (step) => {
        const refusal = await untried.judgeUpTo(step, rehearsed, look);
        halted = refusal !== undefined;
        if (refusal !== undefined) return err(refusal);
        before = await look(step, 'before');
        Object.assign(spent, { bytes: 0, chipMs: 0 });
        return ok(undefined);
      },
      after: async (step, outcome) => {
        if (halted) return ok(undefined);
        const [cost, after] = [{ ...spent }, await look(step, 'after')];
        anchors.update(after, outcome.state === 'failed');
        states.add(after.values());
        rehearsed.set(step.id, report({ assumes: assumedSecret(step, snapshot, assumedSecrets), step, outcome, order, before, after, cost, snapshot, secrets }));
        return ok(undefined);
      },
    },
    { ...order, steps: order.steps.filter((step) => !untried.has(step)) },
  );
  if (result.state === 'finished') await untried.judgeUpTo(undefined, rehearsed, look);
  const steps = order.steps.map((step) => rehearsed.get(step.id) ?? unreached(step, { declared: order.locks.has(step.id) }));
  const unproved = new Set(result.steps.flatMap(({ step, outcome }) => (outcome.state === 'unproved' ? [step.id] : [])));
  return { steps, verdict: rehearsalVerdict(steps), warnings: anchors.warnings, states: states.all, unproved };
}

const noCost = { bytes: 0, chipMs: 0 };

const sentBefore = (step: Step): RehearsedStep => ({
  step,
  state: 'already-done',
  lock: false,
  changes: [],
  note: 'The object already has this version; the use of the key on the chip will prove it.',
  cost: noCost,
});

/**
 * Why an untried step may be a lock: the effect of a metadata update, or of the last version, is unknown. The step is
 * then treated as a lock.
 */
function unknownEffect(step: Step): string | undefined {
  const manifest = step.kind === 'send-data-set' ? manifestOf(step.manifest) : undefined;
  if (manifest?.ok !== true) return undefined;
  const { target, confidentiality, payload, payloadVersion } = manifest.value;
  if (payloadVersion === highestVersion) return `This update has the highest possible version: after ${formatOid(target)} is operational, it can never take a protected update again.`;
  if (payload.kind !== 'metadata') return undefined;
  if (confidentiality === undefined) return `What this update does to the metadata of ${formatOid(target)} cannot be rehearsed: it may lock the object permanently.`;
  const secret = ` in ${formatOid(confidentiality.secret)}`;
  return `What this encrypted update does to the metadata of ${formatOid(target)} cannot be seen without the secret${secret}: it may lock the object permanently.`;
}

interface NotTried {
  /** Whether the plan itself says that the step is a lock. */
  readonly declared: boolean;
  /** Why the step can't be tried; undefined when the rehearsal ended before it. */
  readonly why?: string | undefined;
  /** A refusal that is certain although the step was not tried. */
  readonly refusal?: Fault | undefined;
  /** The state of the step's object before the step. */
  readonly before?: ObjectSnapshot | undefined;
}

/** A step that was not tried. */
function unreached(step: Step, { declared, why, refusal, before }: NotTried): RehearsedStep {
  const irreversible = why === undefined ? undefined : (unknownEffect(step) ?? kindOf(step).loses?.(step, before));
  if (refusal !== undefined) return { step, state: 'refused', changes: [], lock: declared, fault: refusal, cost: noCost };
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
  readonly order: RunOrder;
  readonly before: ReadonlyMap<Oid, ObjectSnapshot>;
  readonly after: ReadonlyMap<Oid, ObjectSnapshot>;
  readonly cost: Costs;
  readonly snapshot: ChipSnapshot;
  readonly secrets: ReadonlySet<Oid>;
  readonly assumes: string | undefined;
}

function report({ assumes, step, outcome, order, before, after, cost, snapshot, secrets }: Happened): RehearsedStep {
  const effect = effectOf(before, after, snapshot);
  const lock = order.locks.has(step.id);
  const about = after.get(kindOf(step).objects(step)[0]);
  const anchor = order.anchors.has(step.id) || (about !== undefined && isTrustAnchor(about.metadata)) ? ({ anchor: true } as const) : {};
  if (outcome.state === 'failed') {
    return { step, state: 'refused', changes: [], ...anchor, lock: lock || effect !== undefined, fault: explainRefusal(step, outcome.fault, before, snapshot), cost };
  }
  const changes = changesOf(step, before, after, secrets);
  const note = outcome.state === 'unproved' ? outcome.says : undefined;
  const there = outcome.state === 'unchanged' || (outcome.state === 'unproved' && !outcome.applied);
  const state = !there || changes.length > 0 ? 'would-change' : 'already-done';
  const irreversible = state === 'already-done' ? undefined : (effect ?? kindOf(step).loses?.(step, before.get(kindOf(step).objects(step)[0])));
  return { step, state, changes, cost, ...anchor, lock: lock || effect !== undefined, ...(irreversible === undefined ? {} : { irreversible }), ...(note === undefined ? {} : { note }), ...(assumes === undefined ? {} : { assumes }) };
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
