import { randomUUID } from 'node:crypto';
import type { Clock, Randomness } from '../../../core/bridge/bytePort.ts';
import { readStates } from '../../../core/chip/snapshot.ts';
import { checkFamily, checkRehearsal, checkStates, isToCheck } from '../../../core/job/expectations.ts';
import type { Job } from '../../../core/job/job.ts';
import { planOfUnit } from '../../../core/job/unitPlan.ts';
import { serialUsed, startUnit, type UnitResult, type UnitStart, type UnitTry } from '../../../core/job/units.ts';
import { formatOid } from '../../../core/objects/oid.ts';
import type { PlanWithMaterials } from '../../../core/plan/planWithMaterials.ts';
import type { StepOutcome } from '../../../core/plan/run.ts';
import type { Step, StepOf } from '../../../core/plan/step.ts';
import type { StepOutput } from '../../../core/plan/stepKind.ts';
import { fault, type Fault } from '../../../core/result/fault.ts';
import { err, ok, type Result } from '../../../core/result/result.ts';
import { sayLine } from '../../../core/result/say.ts';
import { remembering, type Work } from '../../board/board.ts';
import { thisOwner, type Owner } from '../../files/owner.ts';
import type { Happening } from '../../journal/entry.ts';
import { earlierRuns } from '../../journal/earlierRuns.ts';
import { Confirmed, review, runReviewed, type Ran, type Reviewed } from '../run/index.ts';
import { beginUnit, linesOfJob, type Begun, type JobRecords } from './unitBegin.ts';
import { irreversibleIn, judgeUnit, whyEnded, type Judged } from './judgeUnit.ts';
import { leftOpen } from './settleUnits.ts';
import { triesOf, unitsBefore } from './unitsBefore.ts';
import type { Chosen, UnitSources } from './unitSources.ts';

/** An admitted job (signed by a trusted key, valid, not withdrawn), and what this station needs to process its units. */
export interface UnitParts extends JobRecords {
  readonly sources: UnitSources;
  readonly random: Randomness;
  readonly clock: Clock;
  /** Names the process that works on a unit; default: this process. For tests in which a process ends without a result. */
  readonly owner?: (token: string) => Owner;
}

/** One unit: its chip, its serial number, and who is told about its progress. */
export interface UnitAt {
  readonly work: Work;
  readonly port: string;
  /** The scanned or typed serial number, if any. */
  readonly serial?: string | undefined;
  readonly onUnit?: (unit: { readonly chipId: string; readonly serial?: string | undefined }) => void;
  /** `mustSettle`: the step must not be interrupted, because it cannot be undone, or half of it leaves its object unusable. */
  readonly onBegin?: (step: Step, mustSettle: boolean) => void;
  readonly onStep?: (step: Step, outcome: StepOutcome) => void;
  /** Why to stop; undefined to go on. Asked before the unit is begun, between its steps, and at its end. */
  readonly stop?: () => Fault | undefined;
}

/** The result of a unit, with its reason. */
export interface UnitReport {
  readonly result: UnitResult;
  readonly chipId: string;
  readonly serial?: string | undefined;
  readonly run?: string | undefined;
  /** Why the unit did not pass; undefined for `done-before`. */
  readonly fault?: Fault | undefined;
  /** When the unit passed, ISO 8601; only with the result `done-before`. */
  readonly passedAt?: string | undefined;
  /** The certificate with which the unit's key was proved, DER. */
  readonly certificate?: Uint8Array | undefined;
  readonly ms: number;
}

/** How often a serial number is chosen again because another program took the chosen one first. */
const mostChoices = 50;

const serialPart = (serial: string | undefined): { readonly serial?: string } => (serial === undefined ? {} : { serial });

interface Prepared {
  readonly start: Extract<UnitStart, { kind: 'begin' }>;
  readonly chosen: Chosen;
  readonly made: PlanWithMaterials;
  readonly confirmed: Confirmed;
}

/**
 * Processes one unit of a job. No person reads a review, because the released job was reviewed. A chip that differs from what the
 * job expects is not written, and each unit is in the journal before its chip is written.
 */
export class UnitRun {
  readonly #parts: UnitParts;
  readonly #at: UnitAt;
  readonly #begun: number;
  /** Whether the unit is in the journal. */
  #isTaken = false;
  /** Why the unit was stopped. */
  #stopped: Fault | undefined;

  constructor(parts: UnitParts, at: UnitAt) {
    this.#parts = parts;
    // The review and the run of a unit share what they read.
    this.#at = { ...at, work: remembering(at.work) };
    this.#begun = parts.clock.now();
  }

  get #chipId(): string {
    return this.#at.work.identity.uid.chipId;
  }

  async run(): Promise<UnitReport> {
    const chipId = this.#chipId;
    let ended: UnitReport | undefined;
    try {
      ended = await this.#whole();
      return ended;
    } finally {
      this.#parts.reserved?.free(chipId, this.#isTaken ? { result: ended?.result } : undefined);
    }
  }

  async #whole(): Promise<UnitReport> {
    const begin = await this.#begin();
    if (!begin.ok) return this.#refused(begin.fault, undefined);
    const { start } = begin.value;
    if (start.kind === 'done-before') return this.#report({ result: 'done-before', serial: start.serial, passedAt: start.at });
    return this.#unit(begin.value, start.serial);
  }

  /** Chooses a serial number that no other slot has chosen, and begins with it. */
  async #begin(): Promise<Result<Begun>> {
    const { reserved, now } = this.#parts;
    for (;;) {
      const begin = await beginUnit(this.#parts, this.#chipId, this.#at.serial);
      if (!begin.ok || begin.value.start.kind === 'done-before' || reserved === undefined) return begin;
      if (reserved.take(this.#chipId, begin.value.start.serial, now())) return begin;
    }
  }

  async #unit(first: Begun, serial: string | undefined): Promise<UnitReport> {
    this.#at.onUnit?.({ chipId: this.#chipId, serial });
    for (let choice = 1; ; choice++) {
      const begin = choice === 1 ? ok(first) : await this.#begin();
      const prepared = begin.ok ? await this.#prepare(begin.value) : begin;
      if (!prepared.ok) return this.#refused(prepared.fault, serial);
      const { start, made } = prepared.value;
      const why = this.#whyStopped();
      if (why !== undefined) {
        wipe(made);
        return this.#refused(why, start.serial);
      }
      const done = await this.#done(randomUUID(), prepared.value);
      if (done.ok) return done.value;
      // Another program took the number or the pair first: try the next one.
      const again = ['job/serial-used', 'job/content-used'].includes(done.fault.code) && this.#at.serial === undefined;
      if (!again || choice === mostChoices) return this.#refused(done.fault, start.serial);
    }
  }

  /** The first reason to stop counts. */
  #whyStopped(): Fault | undefined {
    return (this.#stopped ??= this.#at.stop?.());
  }

  async #prepare({ start, lines }: Begun): Promise<Result<Prepared>> {
    if (start.kind === 'done-before') return err(fault('job/in-work', { chipId: this.#chipId }));
    const { job, sources, random, clock, journal, reserved } = this.#parts;
    const { work, port } = this.#at;
    const family = checkFamily(job, work.identity);
    if (!family.ok) return family;
    const state = await readStates(work.chip, work.identity, job.states.map(({ object }) => object));
    if (!state.ok) return state;
    const expected = checkStates(job, state.value, start.again);
    if (!expected.ok) return expected;
    const [used, own] = contentOf(triesOf(lines, job), this.#chipId);
    const others = contentOf(reserved?.triesOfOthers(this.#chipId) ?? [], this.#chipId)[0];
    const chosen = sources.choose({ uid: work.identity.uid, serial: start.serial }, new Set([...used, ...others]), own);
    reserved?.takeContent(this.#chipId, chosen.content);
    const made = await planOfUnit(job, chosen.values);
    if (!made.ok) return made;
    const { plan, materials, assumedSecrets } = made.value;
    const reviewed = await review(plan, { unread: true, materials, random, clock, files: chosen.files, earlier: (on) => earlierRuns(journal, { ...on, port }), ...(assumedSecrets === undefined ? {} : { assumedSecrets }) }, work);
    const confirmed = reviewed.ok ? released(job, reviewed.value, start.again) : reviewed;
    if (!confirmed.ok) wipe(made.value);
    return confirmed.ok ? ok({ start, chosen, made: made.value, confirmed: confirmed.value }) : confirmed;
  }

  /**
   * Records the unit in the journal before its chip is written. The journal is locked meanwhile, so the quantity is never exceeded.
   * @param started the start of its run, written with it
   */
  async #take(run: string, { start, chosen: { content } }: Prepared, started: Happening): Promise<Result<void>> {
    const { job, journal, counts, owner = thisOwner } = this.#parts;
    let before = 0;
    const taken = await journal.appendDecided(async () => {
      const lines = await linesOfJob(this.#parts);
      if (!lines.ok) return lines;
      const now = startUnit(job, unitsBefore(lines.value, job, this.#chipId), this.#chipId, job.serial?.from === 'given' ? this.#at.serial : undefined);
      if (!now.ok) return now;
      if (now.value.kind === 'done-before') return err(fault('job/in-work', { chipId: this.#chipId }));
      const tries = triesOf(lines.value, job);
      before = tries.length;
      const [used] = contentOf(tries, this.#chipId);
      if (content.some((one) => used.has(one))) return err(fault('job/content-used', { job: job.title }));
      const { serial } = start;
      const other = serial === undefined ? undefined : serialUsed(serial, tries.filter((one) => one.serial === serial && one.chipId !== this.#chipId));
      if (other !== undefined) return err(other);
      const said: Happening = { what: 'unit-taken', run, job: job.id, revision: job.revision, chipId: this.#chipId, title: job.title, ...serialPart(start.serial), ...(content.length === 0 ? {} : { content: [...content] }), owner: owner(run) };
      return ok([said, started]);
    });
    this.#isTaken ||= taken.ok;
    if (taken.ok) await counts.atLeast(job.id, before + 1);
    return taken;
  }

  /** Takes the unit and runs its plan. @returns a fault when the unit was not taken; then nothing was run */
  async #done(run: string, prepared: Prepared): Promise<Result<UnitReport>> {
    const { job, journal, random } = this.#parts;
    const { work, port, onBegin, onStep } = this.#at;
    const { made, confirmed, start: { serial } } = prepared;
    const unit = { job: job.id, revision: job.revision, title: job.title, ...serialPart(serial) };
    const irreversible = irreversibleIn(confirmed.reviewed);
    // The unit may be in the journal although the signature at its end is missing.
    let isOpen = true;
    try {
      const endsWith = (ran: Ran): Happening[] => [this.#ended(judgeUnit(job, confirmed.reviewed, ran, this.#whyStopped()), { run, serial })];
      const ran = await runReviewed(confirmed, work, { run, journal, random, port, unit, begins: (started) => this.#take(run, prepared, started), endsWith, outputs: new Map<string, StepOutput>(), stop: () => this.#whyStopped() !== undefined, onBegin: (step) => onBegin?.(step, !canBeCut.has(step.kind) || irreversible.has(step.id)), ...(onStep === undefined ? {} : { onEnd: onStep }) });
      isOpen = ran.ok ? ran.value.notRecorded !== undefined : ran.fault.code === 'journal/not-written';
      if (!ran.ok) return ran;
      const { result, notRecorded } = ran.value;
      const judged = judgeUnit(job, confirmed.reviewed, notRecorded === undefined ? ran.value : { ...ran.value, state: result.state }, this.#stopped);
      // A pass counts only when it is in the journal.
      if (notRecorded !== undefined && judged.result === 'pass') return ok(this.#report({ result: 'check', fault: notRecorded, run, serial }));
      const certificate = judged.result === 'pass' ? provedWith(made) : undefined;
      return ok(this.#report({ ...judged, run, serial, certificate }));
    } finally {
      if (isOpen) leftOpen(run);
      wipe(made);
    }
  }

  /** Ends a unit whose chip was not written. That is recorded, unless the record itself would be wrong (`notRecorded`). */
  async #refused(failed: Fault, serial: string | undefined): Promise<UnitReport> {
    const why = whyEnded(failed, this.#whyStopped());
    const judged = { result: isToCheck(why) ? ('check' as const) : ('fail' as const), fault: why };
    const own = this.#at.serial ?? serial;
    if (!notRecorded.has(why.code)) await this.#parts.journal.appendSigned(this.#ended(judged, { serial: own }));
    return this.#report({ ...judged, serial: own });
  }

  #ended({ result, fault: why }: Judged, { run, serial }: { readonly run?: string; readonly serial: string | undefined }): Happening {
    const { job } = this.#parts;
    const said = why === undefined ? { says: '' } : { says: sayLine(why), code: why.code };
    return { what: 'unit-ended', ...(run === undefined ? {} : { run }), job: job.id, revision: job.revision, chipId: this.#chipId, ...serialPart(serial), result, ...said, ms: this.#ms() };
  }

  #ms(): number {
    return Math.max(0, Math.round(this.#parts.clock.now() - this.#begun));
  }

  #report(part: Omit<UnitReport, 'chipId' | 'ms'>): UnitReport {
    return { chipId: this.#chipId, ...part, ms: this.#ms() };
  }
}

/** Faults that are not recorded: the journal itself is in doubt, another program has the unit, or its serial number cannot be recorded. */
const notRecorded: ReadonlySet<string> = new Set(['job/serial-malformed', 'job/count-unknown', 'job/clock-set-back', 'job/in-work', 'journal/not-written']);

function wipe({ materials, assumedSecrets }: PlanWithMaterials): void {
  for (const secret of [...materials.values(), ...(assumedSecrets?.values() ?? [])]) secret.wipe();
}

/** SHA-256 of the contents of other chips, and of the earlier contents of this chip. */
function contentOf(tries: readonly UnitTry[], chipId: string): readonly [ReadonlySet<string>, ReadonlySet<string>] {
  const contents = (own: boolean): ReadonlySet<string> => new Set(tries.filter((one) => (one.chipId === chipId) === own).flatMap(({ content = [] }) => content));
  return [contents(false), contents(true)];
}

/** Whether the rehearsal on this chip equals the released one. Its irreversible steps were confirmed at the release. */
function released(job: Job, reviewed: Reviewed, again: boolean): Result<Confirmed> {
  const same = checkRehearsal(job, reviewed.rehearsal, again);
  if (!same.ok) return same;
  const ids = new Set(job.confirmed.map(formatOid));
  return Confirmed.by(reviewed, ({ object }) => (ids.has(object) ? object : ''));
}

const provedWith = ({ plan }: PlanWithMaterials): Uint8Array | undefined => plan.steps.find((step): step is StepOf<'prove-key'> => step.kind === 'prove-key')?.certificate;

/** Steps that change nothing, or that can simply be repeated. */
const canBeCut: ReadonlySet<Step['kind']> = new Set<Step['kind']>(['write-object', 'write-at', 'prove-key', 'prove-aes']);
