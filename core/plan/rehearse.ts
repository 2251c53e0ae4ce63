import { parseCondition } from '../access/bytes.ts';
import { openApplication } from '../apdu/commands/openApplication.ts';
import type { Clock, Randomness } from '../bridge/bytePort.ts';
import { overhead } from '../bridge/frame.ts';
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
import { locksLast, runPlan, type StepOutcome } from './run.ts';
import type { Plan, Step } from './step.ts';
import type { Materials } from './stepKind.ts';
import { kindOf } from './steps/index.ts';
import { makeTwin, reachSame, twinPort } from './twin.ts';

/** Objects that a plan touches or needs: what has to be read of the chip before its rehearsal. */
export const planObjects = (plan: Plan): Oid[] => [...new Set(plan.steps.flatMap((step) => [...kindOf(step).objects(step)]))];

/** Why a step can't be tried on a twin; undefined when it can. */
function notRehearsable(step: Step, plan: Plan, snapshot: ChipSnapshot): string | undefined {
  if (step.kind === 'prove-key' || step.kind === 'prove-aes') {
    const sent = plan.steps.some((other) => other.kind === 'send-data-set' && other.target === step.key && !sentAlready(other, snapshot));
    return sent ? undefined : `The key that is in ${formatOid(step.key)} now cannot be copied to a twin.`;
  }
  if (step.kind !== 'send-data-set' || sentAlready(step, snapshot)) return undefined;
  const manifest = parseManifest(step.manifest);
  const secret = manifest.ok ? manifest.value.confidentiality?.secret : undefined;
  if (secret === undefined || snapshot.objects.get(secret)?.data !== undefined) return undefined;
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
function assumed(plan: Plan, snapshot: ChipSnapshot, materials: Materials): ChipSnapshot {
  const objects = new Map(snapshot.objects);
  for (const step of plan.steps) {
    if (step.kind !== 'write-object' || step.content.kind !== 'material') continue;
    const present = objects.get(step.object);
    const secret = materials.get(step.content.name);
    if (present === undefined || present.data !== undefined || secret === undefined) continue;
    objects.set(step.object, { ...present, data: secret.open((bytes) => bytes.slice()) });
  }
  return { ...snapshot, objects };
}

/** Whether content may be read by everyone for ever under the read condition that is set; true when none is set. */
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

/**
 * Runs the plan on a simulated twin of the chip and tells, step by step, what would change and what the chip would
 * refuse. Nothing is sent to the chip itself.
 */
export async function rehearse(
  plan: Plan,
  snapshot: ChipSnapshot,
  materials: Materials,
  random: Randomness,
  clock: Clock,
): Promise<Rehearsal> {
  const twin = makeTwin(assumed(plan, snapshot, materials), random, clock);
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
  const skipped = new Map(plan.steps.map((step) => [step.id, notRehearsable(step, plan, snapshot)]));
  const secrets = secretObjects(plan);
  // A key that came in an interrupted run: the proof that follows on the chip settles it, no twin can.
  const settledLater = (step: Step): boolean =>
    step.kind === 'send-data-set' && sentAlready(step, snapshot) && plan.steps.some((other) => (other.kind === 'prove-key' || other.kind === 'prove-aes') && other.key === step.target);
  const rehearsed = new Map<string, RehearsedStep>();
  let before: ReadonlyMap<Oid, ObjectSnapshot> = new Map();
  await runPlan(
    { ...plan, steps: plan.steps.filter((step) => skipped.get(step.id) === undefined && !settledLater(step)) },
    { chip: new Chip(counted), identity: snapshot, materials, random, outputs: new Map() },
    {
      before: async (step) => {
        before = await look(step);
        cost = { bytes: 0, chipMs: 0 };
        return ok(undefined);
      },
      after: async (step, outcome) => {
        const spent = cost;
        rehearsed.set(step.id, report(step, outcome, before, await look(step), spent, snapshot, secrets));
        return ok(undefined);
      },
    },
  );
  const steps = locksLast(plan.steps).map((step) => rehearsed.get(step.id) ?? (settledLater(step) ? sentBefore(step) : unreached(step, skipped.get(step.id))));
  return { steps, goesThrough: steps.every(({ state }) => state !== 'refused' && state !== 'not-reached') };
}

const sentBefore = (step: Step): RehearsedStep => ({
  step,
  state: 'already-done',
  changes: [],
  note: 'This version is there already; the use of the key on the chip will prove it.',
  cost: { bytes: 0, chipMs: 0 },
});

const unreached = (step: Step, why: string | undefined): RehearsedStep => ({
  step,
  state: why === undefined ? 'not-reached' : 'not-rehearsable',
  changes: [],
  ...(why === undefined ? {} : { note: why }),
  cost: { bytes: 0, chipMs: 0 },
});

function report(
  step: Step,
  outcome: StepOutcome,
  before: ReadonlyMap<Oid, ObjectSnapshot>,
  after: ReadonlyMap<Oid, ObjectSnapshot>,
  cost: Costs,
  snapshot: ChipSnapshot,
  secrets: ReadonlySet<Oid>,
): RehearsedStep {
  if (outcome.state === 'failed') {
    return { step, state: 'refused', changes: [], fault: explainRefusal(step, outcome.fault, before, snapshot), cost };
  }
  const changes = changesOf(step, before, after, secrets);
  const note = outcome.state === 'unproved' ? outcome.says : undefined;
  const there = outcome.state === 'unchanged' || (outcome.state === 'unproved' && !outcome.applied);
  const state = !there || changes.length > 0 ? 'would-change' : 'already-done';
  return { step, state, changes, cost, ...(note === undefined ? {} : { note }) };
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
