import { headerLength } from '../../../../core/bridge/frame.ts';
import type { Fault } from '../../../../core/result/fault.ts';
import { say } from '../../../../core/result/say.ts';
import type { ChipState } from '../../../../core/simulator/chip/state.ts';
import { changesChip, cutsOf, framed, writesOf, type Cut } from '../cuts.ts';
import { Conditions, differing, locked, lockedOpen, LockWatch, statesOf } from '../invariants.ts';
import { isInStep } from '../kills/disk.ts';
import { makeRig, type Rig } from '../rig.ts';
import { remedy, wrongOnOther, type ChipReference, type Verdict } from '../trial.ts';
import { wrongCount, wrongFiles } from './count.ts';
import { faultOf, JobStation, trustSigner, type Ended } from './jobStation.ts';
import type { JobProcedure } from './jobProcedure.ts';

export interface JobReference {
  readonly procedure: JobProcedure;
  readonly chips: readonly ChipReference[];
}

/** Does both units without any fault. Throws when one does not pass, because then there is nothing to compare with. */
export async function makeJobReference(procedure: JobProcedure): Promise<JobReference> {
  const station = new JobStation(procedure);
  try {
    await trustSigner(procedure, station.folder);
    const chips: ChipReference[] = [];
    for (const start of procedure.chips) chips.push(await watchUnit(station, procedure, start));
    return { procedure, chips };
  } finally {
    station.close();
  }
}

async function watchUnit(station: JobStation, { name }: JobProcedure, start: ChipState): Promise<ChipReference> {
  const conditions = new Conditions(start);
  const responses: number[] = [];
  const rig: Rig = makeRig(start, [], (_, response) => {
    responses.push(framed(response));
    conditions.note(rig.chip.snapshot());
  });
  const { ended, port } = await station.unit(rig);
  if (!isPassed(ended)) throw new Error(`${name} does not go through: ${JSON.stringify(ended)}`);
  if (conditions.opened.size > 0) throw new Error(`${name} opens ${[...conditions.opened].join(', ')}`);
  const end = rig.chip.snapshot();
  const exchanges = port.frames.map((frame, i) => ({ request: frame.length, response: responses[i] ?? 0, writes: writesOf(frame.subarray(headerLength, -2)) }));
  return { start, end, wanted: statesOf(end), exchanges, conditions };
}

/**
 * Returns one cut of each kind for every request, with other positions at each request. Procedures with shorter trials
 * try all positions of every request.
 */
export function cutsOfJob({ chips }: JobReference): Cut[] {
  return chips.flatMap(({ exchanges }, chip) =>
    exchanges.flatMap((sizes, i) => {
      const all = cutsOf(chip, i + 1, sizes);
      return [...new Set(all.map(({ kind }) => kind))].flatMap((kind) => {
        const own = all.filter((cut) => cut.kind === kind);
        return own.slice((i * 7) % own.length).slice(0, 1);
      });
    }),
  );
}

const isPassed = (ended: Ended): boolean => ended.how === 'unit' && ended.report.result === 'pass';
/** Whether the unit had passed before: one program died before it recorded the pass, and the next one recorded it. */
const isDoneBefore = (ended: Ended): boolean => ended.how === 'unit' && ended.report.result === 'done-before';

/** After three failed tries a unit is kept apart. A cut and its consequences must leave the unit one of these tries. */
export const mostTries = 4;

/** Interrupts one chip, then tries it again in the same slot until it passes. */
class UnitTrial {
  readonly wrong: string[] = [];
  readonly #station: JobStation;
  readonly #procedure: JobProcedure;
  readonly #chip: ChipReference;
  readonly #watch: LockWatch;
  readonly #rig: Rig;
  readonly #cut: Cut | undefined;

  constructor(station: JobStation, procedure: JobProcedure, chip: ChipReference, cut: Cut | undefined) {
    this.#station = station;
    this.#procedure = procedure;
    this.#chip = chip;
    this.#cut = cut;
    this.#watch = new LockWatch(procedure.plan, () => chip.wanted);
    this.#rig = makeRig(chip.start, cut?.rule === undefined ? [] : [cut.rule], (apdu, response) => this.#see(apdu, response));
  }

  get state(): ChipState {
    return this.#rig.chip.snapshot();
  }

  #see(apdu: Uint8Array, response: Uint8Array): void {
    this.#watch.see(apdu, response, () => this.state);
    if (!changesChip(apdu)) return;
    if (!isInStep(this.#station.journal)) this.wrong.push('the chip was changed by a step that is not in the journal');
    this.#lookAtConditions();
  }

  /** @returns the fault of its last try; undefined when it passed */
  async run(): Promise<Fault | undefined> {
    let died = false;
    let fault: Fault | undefined;
    for (let nth = 1; nth <= mostTries; nth++) {
      this.#watch.restart();
      const { ended } = await this.#station.unit(this.#rig, nth === 1 ? this.#cut : undefined);
      fault = faultOf(ended);
      this.#look(ended);
      const done = isPassed(ended) || (died && isDoneBefore(ended));
      died ||= ended.how === 'died';
      if (!done) {
        remedy(this.#rig, fault);
        continue;
      }
      this.wrong.push(...this.#watch.broken, ...differing(statesOf(this.state), this.#chip.wanted).map((id) => `${id} differs from the uninterrupted run`));
      return undefined;
    }
    this.wrong.push(...this.#watch.broken, `it does not pass: ${fault?.code ?? 'no fault'} ${JSON.stringify(fault?.data)}`);
    return fault;
  }

  #lookAtConditions(): void {
    for (const id of this.#chip.conditions.strange(this.state)) this.wrong.push(`${id} has conditions that no step gives it`);
  }

  #look(ended: Ended): void {
    const text = JSON.stringify(ended).toLowerCase();
    if (this.#procedure.secrets.some((secret) => text.includes(secret))) this.wrong.push('a secret is told');
    this.#lookAtConditions();
    for (const id of lockedOpen(this.state, this.#procedure.plan)) this.wrong.push(`${id} is locked and open`);
    this.wrong.push(...wrongOnOther(this.#rig, faultOf(ended)?.code));
    const fault = faultOf(ended);
    if (fault !== undefined && say(fault).todo === '') this.wrong.push(`${fault.code} does not say what to do`);
    if (ended.how !== 'unit' || ended.report.result !== 'fail') return;
    for (const id of locked(this.state, this.#procedure.plan)) this.wrong.push(`${id} is locked, and the unit is to be tried again: ${fault?.code}`);
  }
}

/** Interrupts one unit of the job once, does all units until they pass, and judges chips, journal and count. */
export async function jobTrial({ procedure, chips }: JobReference, cut: Cut): Promise<Verdict> {
  const station = new JobStation(procedure);
  try {
    await trustSigner(procedure, station.folder);
    const wrong: string[] = [];
    const states: ChipState[] = [];
    for (const [index, chip] of chips.entries()) {
      const unit = new UnitTrial(station, procedure, chip, index === cut.chip ? cut : undefined);
      await unit.run();
      wrong.push(...unit.wrong);
      states.push(unit.state);
    }
    wrong.push(...(await refusedOne(station, procedure)));
    wrong.push(...(await wrongCount(station.folder, procedure, states)), ...(await wrongFiles(station.folder, procedure, 0)));
    return { cut, state: wrong.length === 0 ? 'recovered' : 'lost', why: [...new Set(wrong)].join('; ') };
  } finally {
    station.close();
  }
}

/** Tries one chip more than the job has units, which must be refused. */
async function refusedOne(station: JobStation, { oneMore }: JobProcedure): Promise<string[]> {
  const rig = makeRig(oneMore);
  const before = JSON.stringify(rig.chip.snapshot());
  const code = faultOf((await station.unit(rig)).ended)?.code;
  return [
    ...(code === 'job/quantity-used' ? [] : [`one chip more is refused with ${code}`]),
    ...(JSON.stringify(rig.chip.snapshot()) === before ? [] : ['the chip that is refused was changed']),
  ];
}
