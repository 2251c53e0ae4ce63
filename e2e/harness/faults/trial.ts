import { headerLength } from '../../../core/bridge/frame.ts';
import { hex } from '../../../core/bytes/hex.ts';
import { parseMetadata, type Metadata } from '../../../core/objects/metadata.ts';
import { oid, type Oid } from '../../../core/objects/oid.ts';
import { parseUid } from '../../../core/objects/uid.ts';
import { runPlan, type RunHooks, type RunResult } from '../../../core/plan/run.ts';
import { toolsOn } from '../../../core/plan/stepKind.ts';
import type { Fault } from '../../../core/result/fault.ts';
import { must, ok } from '../../../core/result/result.ts';
import { say } from '../../../core/result/say.ts';
import { seededRandom } from '../../../core/keys/testing/random.ts';
import type { ChipState } from '../../../core/simulator/chip/state.ts';
import { CutPort } from './cutPort.ts';
import { changesChip, cutsOf, framed, writesOf, type Cut, type Exchanged } from './cuts.ts';
import { Conditions, differing, lockedOpen, LockWatch, objectsOf, statesOf, type States } from './invariants.ts';
import type { Kill } from './kills/kill.ts';
import type { Procedure } from './procedures.ts';
import { makeRig, openSession, type Rig } from './rig.ts';

type Ended = { readonly how: 'died' } | { readonly how: 'fault'; readonly fault: Fault } | { readonly how: 'run'; readonly result: RunResult };

/** The effect of the uninterrupted run on one chip. */
export interface ChipReference {
  readonly start: ChipState;
  readonly end: ChipState;
  readonly wanted: States;
  readonly exchanges: readonly Exchanged[];
  readonly conditions: Conditions;
}

export interface Reference {
  readonly procedure: Procedure;
  readonly chips: readonly ChipReference[];
}

/** What a journal would prove after a process died: for each object, the last step that wrote it and has a recorded end. */
type Proved = Map<Oid, string>;

/** Records the same as a journal. A step that was begun and has no end leaves its object unproved. */
const recording = (proved: Proved): RunHooks => ({
  before: (step) => {
    if ('content' in step) proved.delete(step.object);
    return Promise.resolve(ok(undefined));
  },
  after: (step, { state }) => {
    if ('content' in step && state !== 'failed' && state !== 'cancelled') proved.set(step.object, step.id);
    return Promise.resolve(ok(undefined));
  },
});

/** One session of the product on a board, from opening the port to the end of the run or of the process. */
async function session(rig: Rig, procedure: Procedure, proved: Proved, cut?: Cut): Promise<{ readonly ended: Ended; readonly port: CutPort }> {
  const port = new CutPort(rig.board.port, cut?.host, () => rig.board.unplug());
  // The proofs of earlier runs. A run's own lines prove nothing about its own steps.
  const earlier = new Map(proved);
  const work = async (): Promise<Ended> => {
    const opened = await openSession(port, rig.clock);
    if (!opened.ok) return { how: 'fault', fault: opened.fault };
    const tools = toolsOn(opened.value, { materials: procedure.materials(), random: seededRandom('run'), outputs: new Map(), wroteBefore: ({ object, id }) => earlier.get(object) === id });
    // The plan is bound to the chip that was read, as in a review. This includes a series' plan.
    const uid = must(parseUid(rig.chip.object(oid(0xe0c2))?.data ?? new Uint8Array()));
    const result = await runPlan({ ...procedure.plan, chip: { uid: uid.raw, chipId: uid.chipId } }, tools, recording(proved));
    return { how: 'run', result };
  };
  const ended = await Promise.race([work(), port.died.then((): Ended => ({ how: 'died' }))]);
  return { ended, port };
}

const faultOf = (ended: Ended): Fault | undefined => {
  if (ended.how === 'fault') return ended.fault;
  return ended.how === 'run' ? ended.result.fault : undefined;
};

/** Runs the procedure without any fault. Throws when it fails, because then there is nothing to compare with. */
export async function makeReference(procedure: Procedure): Promise<Reference> {
  const chips: ChipReference[] = [];
  for (const start of procedure.chips) {
    const conditions = new Conditions(start);
    const responses: number[] = [];
    const rig: Rig = makeRig(start, [], (_, response) => {
      responses.push(framed(response));
      conditions.note(rig.chip.snapshot());
    });
    const { ended, port } = await session(rig, procedure, new Map());
    const fault = faultOf(ended);
    if (ended.how !== 'run' || fault !== undefined) throw new Error(`${procedure.name} does not go through: ${fault?.code ?? ended.how} ${JSON.stringify(fault?.data)}`);
    if (conditions.opened.size > 0) throw new Error(`${procedure.name} opens ${[...conditions.opened].join(', ')}`);
    const end = rig.chip.snapshot();
    const exchanges = port.frames.map((frame, i) => ({ request: frame.length, response: responses[i] ?? 0, writes: writesOf(frame.subarray(headerLength, -2)) }));
    chips.push({ start, end, wanted: statesOf(end), exchanges, conditions });
  }
  return { procedure, chips };
}

export const cutsOfReference = ({ chips }: Reference): Cut[] => chips.flatMap(({ exchanges }, chip) => exchanges.flatMap((sizes, i) => cutsOf(chip, i + 1, sizes)));

export interface Verdict {
  readonly cut: Pick<Cut | Kill, 'kind' | 'chip' | 'says'>;
  /** `recovered`: equal to the uninterrupted result. `refused`: stopped with a fault that says what to do. */
  readonly state: 'recovered' | 'refused' | 'lost';
  /** The fault's code, or what is wrong. */
  readonly why: string;
}

const mostResumes = 4;

/**
 * Checks that another chip, if it replaced the first one, was recognised and is unchanged.
 * @param code code of the fault that ended the session
 * @returns what is wrong
 */
export function wrongOnOther(rig: Rig, code: string | undefined): string[] {
  const other = rig.other();
  if (other === undefined) return [];
  return [
    ...(JSON.stringify(other.chip.snapshot()) === JSON.stringify(other.before) ? [] : ['the other chip was changed']),
    ...(other.present && code !== 'chip/other' ? [`on another chip the run ended with ${code ?? 'finished'}`] : []),
  ];
}

/** Does what a person does after reading the fault: reconnects the board, or runs the plan again. */
export function remedy(rig: Rig, fault: Fault | undefined): void {
  if (fault?.code === 'chip/other') rig.putBack();
  if (fault?.code === 'link/dead') rig.board.unplug();
  rig.board.plug();
}

/** All texts of a run, for a report, the screen or a journal. */
const told = (ended: Ended): string => JSON.stringify(ended.how === 'run' ? ended.result.steps.map(({ outcome }) => outcome) : ended) + JSON.stringify(faultOf(ended) ?? '');

function leaks(ended: Ended, secrets: readonly string[]): boolean {
  const text = told(ended).toLowerCase();
  return secrets.some((secret) => text.includes(secret));
}

const sayStrange = (id: string): string => `${id} has conditions that no step gives it`;
const metadataNow = (rig: Rig, id: string): Metadata => must(parseMetadata(rig.chip.object(oid(parseInt(id, 16)))?.metadata ?? hex('2000')));

/** Interrupts one chip of the procedure and resumes until it is done. @returns what is wrong, or the final fault */
async function recover({ procedure }: Reference, chip: ChipReference, cut: Cut | undefined): Promise<{ readonly wrong: string[]; readonly fault?: Fault }> {
  const watch = new LockWatch(procedure.plan, () => chip.wanted);
  const wrong: string[] = [];
  const strange = (id: string): boolean => chip.conditions.isStrange(id, metadataNow(rig, id));
  const rig: Rig = makeRig(chip.start, cut?.rule === undefined ? [] : [cut.rule], (apdu, response) => {
    watch.see(apdu, response, () => rig.chip.snapshot());
    // Checked after each change, not only at the end of a session, because nothing may be open even briefly.
    if (changesChip(apdu)) wrong.push(...objectsOf(procedure.plan).filter(strange).map(sayStrange));
  });
  const proved: Proved = new Map();
  let fault: Fault | undefined;
  for (let resume = 0; resume <= mostResumes; resume++) {
    watch.restart();
    const { ended } = await session(rig, procedure, proved, resume === 0 ? cut : undefined);
    fault = faultOf(ended);
    const state = rig.chip.snapshot();
    wrong.push(...wrongOnOther(rig, fault?.code));
    if (leaks(ended, procedure.secrets)) wrong.push('a secret is told');
    wrong.push(...chip.conditions.strange(state).map(sayStrange));
    for (const id of lockedOpen(state, procedure.plan)) wrong.push(`${id} is locked and open`);
    if (ended.how === 'run' && fault === undefined) break;
    remedy(rig, fault);
  }
  wrong.push(...watch.broken);
  if (fault === undefined) for (const id of differing(statesOf(rig.chip.snapshot()), chip.wanted)) wrong.push(`${id} differs from the uninterrupted run`);
  return fault === undefined ? { wrong } : { wrong, fault };
}

/** Interrupts the procedure once, resumes it, and judges the result. */
export async function trial(reference: Reference, cut: Cut): Promise<Verdict> {
  const wrong: string[] = [];
  let fault: Fault | undefined;
  for (const [index, chip] of reference.chips.entries()) {
    // Chips before the interrupted one are done. A resumed series reads them again and must not change them.
    const start = index < cut.chip ? { ...chip, start: chip.end } : chip;
    const result = await recover(reference, start, index === cut.chip ? cut : undefined);
    wrong.push(...result.wrong);
    fault ??= result.fault;
  }
  if (wrong.length > 0) return { cut, state: 'lost', why: [...new Set(wrong)].join('; ') };
  if (fault === undefined) return { cut, state: 'recovered', why: '' };
  const named = say(fault).todo !== '';
  return { cut, state: named ? 'refused' : 'lost', why: `${fault.code} ${JSON.stringify(fault.data)}` };
}

