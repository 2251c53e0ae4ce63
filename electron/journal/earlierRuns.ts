import { equalSecret, utf8 } from '../../core/bytes/bytes.ts';
import { toHex } from '../../core/bytes/hex.ts';
import { formatOid } from '../../core/objects/oid.ts';
import type { Uid } from '../../core/objects/uid.ts';
import type { ChipSnapshot } from '../../core/chip/snapshot.ts';
import type { RecordStep } from '../../core/contract/records.ts';
import { hideSecrets } from '../../core/plan/hideSecrets.ts';
import { decodePlan, encodePlan } from '../../core/plan/planFile.ts';
import type { Plan, StepKindName, WriteAt, WriteObject } from '../../core/plan/step.ts';
import { ok, type Result } from '../../core/result/result.ts';
import { placeOf, type ContentHmac } from './contentKey.ts';
import type { Journal } from './journal.ts';
import { broke, findRuns, openRun, type RecordedRun } from './recordedRuns.ts';

type ContentStep = WriteObject | WriteAt;

/** What the journal knows about earlier runs on a chip. */
export interface EarlierRuns {
  /** Whether these bytes are the last ones written there, according to the journal. */
  wrote(step: ContentStep, bytes: Uint8Array): boolean;
  /** Whether these bytes differ from those of this plan's interrupted run. False when the journal has no HMAC to compare. */
  differs(step: ContentStep, bytes: Uint8Array): boolean;
}

export interface OnChip {
  readonly plan: Plan;
  readonly snapshot: ChipSnapshot;
  readonly port: string;
}

/** Kinds of steps that change an object's content. */
const writing: ReadonlySet<string> = new Set<StepKindName>(['write-object', 'write-at', 'erase', 'count', 'send-data-set', 'generate-key']);
/** After a step of these kinds with one of these states, the content may have changed. */
const touched: ReadonlySet<RecordStep['state']> = new Set(['done', 'unproved', 'unknown', 'failed']);
const written: ReadonlySet<RecordStep['state']> = new Set(['done', 'unproved', 'unchanged']);

/** The plan's steps as text, without what is secret on this chip. Titles and confirmations are left out, so they are not compared. */
const stepsOf = (plan: Plan, snapshot: ChipSnapshot): string => encodePlan(hideSecrets({ title: '', steps: plan.steps }, snapshot));

function samePlan(run: RecordedRun, steps: string, snapshot: ChipSnapshot): boolean {
  const plan = decodePlan(run.plan, run.title);
  return plan.ok && stepsOf(plan.value, snapshot) === steps;
}

/** Finds the last step that wrote an object, may have written it, or found it already set; and its run. @param runs newest first */
function lastWriter(runs: readonly RecordedRun[], object: string): { readonly run: RecordedRun; readonly step: RecordStep } | undefined {
  for (const run of runs) {
    const found = (step: RecordStep): boolean => touched.has(step.state) || (step.state === 'unchanged' && run.contents.has(step.id));
    const step = run.steps.findLast((one) => one.object === object && writing.has(one.kind) && found(one));
    if (step !== undefined) return { run, step };
  }
  return undefined;
}

/** So many runs of one chip are read at most, newest first. */
const runsAtMost = 50;

/** Reads the runs on this chip, newest first, until the plan's objects are found. The port distinguishes simulated chips. */
async function runsOn(journal: Journal, { plan, snapshot, port }: OnChip, objects: ReadonlySet<string>): Promise<RecordedRun[]> {
  const uid = toHex(snapshot.uid.raw);
  const steps = stepsOf(plan, snapshot);
  const runs: RecordedRun[] = [];
  for (const { run: id } of await findRuns(journal.folder, { limit: runsAtMost, match: (row) => row.uid === uid })) {
    const run = await openRun(journal.folder, id);
    if (run === undefined || (run.simulated && run.port !== port)) continue;
    runs.push(run);
    const decided = [...objects].every((object) => lastWriter(runs, object) !== undefined);
    if (decided && runs.some((one) => samePlan(one, steps, snapshot))) break;
  }
  return runs;
}

/**
 * Finds the last finished run on this chip; failed and stopped runs are ignored. `subjects`: of the certificates that the run
 * wrote, without the certificates of signers. @param port distinguishes simulated chips
 */
export async function lastFinished(folder: string, uid: Uid, port: string): Promise<{ readonly run: string; readonly title: string; readonly at: string; readonly subjects: string[] } | undefined> {
  const wanted = toHex(uid.raw);
  const [row] = await findRuns(folder, { limit: 1, match: (one) => one.uid === wanted && one.state === 'finished' && (!one.simulated || one.port === port) });
  if (row === undefined) return undefined;
  const signers = new Set(row.signers.map(({ sha256 }) => sha256));
  return { run: row.run, title: row.title, at: row.startedAt, subjects: row.certificates.filter(({ sha256 }) => !signers.has(sha256)).map(({ subject }) => subject) };
}

/** Reads what is known of earlier runs; undefined when the journal has no HMAC of what this plan writes on this chip. */
export async function earlierRuns(journal: Journal, on: OnChip): Promise<Result<EarlierRuns | undefined, 'journal/key-unusable'>> {
  const objects = new Set(on.plan.steps.flatMap((step) => ('content' in step ? [formatOid(step.object)] : [])));
  const onChip = objects.size === 0 ? [] : await runsOn(journal, on, objects);
  // A plan that writes none of the hidden contents does not need the key.
  const hasContents = onChip.some(({ contents, steps }) => steps.some(({ id, object }) => contents.has(id) && objects.has(object)));
  const hmac = hasContents ? await journal.contentKey?.forChecking() : undefined;
  if (hmac === undefined) return ok(undefined);
  return hmac.ok ? ok(judge(onChip, on, hmac.value)) : hmac;
}

function judge(onChip: readonly RecordedRun[], { plan, snapshot }: Omit<OnChip, 'port'>, hmac: ContentHmac): EarlierRuns {
  const matches = ({ run, contents }: RecordedRun, id: string, step: ContentStep, bytes: Uint8Array): boolean | undefined => {
    const kept = contents.get(id);
    return kept === undefined ? undefined : equalSecret(utf8(kept), utf8(hmac(run, placeOf(step), bytes)));
  };
  const steps = stepsOf(plan, snapshot);
  const latest = onChip.find((run) => samePlan(run, steps, snapshot));
  return {
    wrote(step, bytes) {
      const last = lastWriter(onChip, formatOid(step.object));
      return last?.run.whole === true && written.has(last.step.state) && matches(last.run, last.step.id, step, bytes) === true;
    },
    differs: (step, bytes) => latest !== undefined && broke(latest) && matches(latest, step.id, step, bytes) === false,
  };
}
