import { encodeJobFile } from '../../../../core/job/jobFile.ts';
import type { ChipState } from '../../../../core/simulator/chip/state.ts';
import { changesChip } from '../cuts.ts';
import { differing, lockedOpen, LockWatch, statesOf } from '../invariants.ts';
import { brokenJournals, filesLeft, holdsSecret, isInStep, isOffered, linesIn } from '../kills/disk.ts';
import { killsOf, type Kill, type Watched } from '../kills/kill.ts';
import { PtyStation, type Ran, type Words } from '../kills/ptyStation.ts';
import type { ChipReference, Verdict } from '../trial.ts';
import { wrongCount, wrongFiles } from './count.ts';
import type { JobProcedure } from './jobProcedure.ts';
import { trustSigner } from './jobStation.ts';
import { mostTries, type JobReference } from './jobTrial.ts';

/** The job under kills. */
export interface JobKills {
  readonly reference: JobReference;
  readonly cliPath: string;
  readonly kills: readonly Kill[];
}

const jobWords =
  ({ file, materialFiles }: JobProcedure): Words =>
  (give) => {
    for (const [name, text] of materialFiles) give(name, text);
    return ['job', 'run', '--job', give('units.tbjob', encodeJobFile(file))];
  };

async function benchOf(procedure: JobProcedure, cliPath: string): Promise<PtyStation> {
  const station = new PtyStation(jobWords(procedure), cliPath);
  await trustSigner(procedure, station.folder);
  await station.ready();
  return station;
}

const resultLine = /"event":"result".*"result":"(pass|fail|check|done-before|refused)"/;
/** The result that the command line printed; undefined when it printed none. */
const resultOf = ({ text }: Ran): string | undefined => resultLine.exec(text)?.[1];

/**
 * Does the units with the command line without killing it. Throws when a unit does not pass, or when its result differs
 * from the run without a command line.
 */
export async function watchJobKills(reference: JobReference, cliPath: string): Promise<JobKills> {
  const { procedure, chips } = reference;
  const station = await benchOf(procedure, cliPath);
  try {
    const watched: Watched[] = [];
    for (const { start, wanted } of chips) {
      station.plug(start, () => undefined);
      const before = linesIn(station.journal).length;
      const ran = await station.run();
      const other = differing(statesOf(station.state), wanted);
      if (ran.code !== 0 || resultOf(ran) !== 'pass' || other.length > 0) throw new Error(`${procedure.name}: the command line ends with ${ran.code}, differs in ${other.join(', ')}: ${ran.text.slice(-500)}`);
      watched.push({ requests: station.requests, lines: linesIn(station.journal).length - before });
    }
    return { reference, cliPath, kills: killsOf(watched) };
  } finally {
    station.close();
  }
}

/** Kills the command line once, runs it again until every unit has passed, and judges chips, journal and count. */
export async function jobKillTrial({ reference, cliPath }: JobKills, kill: Kill): Promise<Verdict> {
  const { procedure, chips } = reference;
  const station = await benchOf(procedure, cliPath);
  try {
    const wrong: string[] = [];
    const states: ChipState[] = [];
    for (const [index, chip] of chips.entries()) {
      wrong.push(...(await oneUnit(procedure, station, chip, kill.chip === index ? kill : undefined)));
      states.push(station.state);
    }
    wrong.push(...(await refusedOne(procedure, station)));
    wrong.push(...(await wrongCount(station.folder, procedure, states)), ...(await wrongFiles(station.folder, procedure, 1)));
    return { cut: kill, state: wrong.length === 0 ? 'recovered' : 'lost', why: [...new Set(wrong)].join('; ') };
  } finally {
    station.close();
  }
}

/** Whether the line says that the step is done. */
const isEndOf = (line: string, step: string | undefined): boolean => ['"what":"step-ended"', `"step":"${step}"`, '"state":"done"'].every((part) => line.includes(part));

async function oneUnit({ plan, secrets }: JobProcedure, station: PtyStation, chip: ChipReference, kill: Kill | undefined): Promise<string[]> {
  const wrong: string[] = [];
  const watch = new LockWatch(plan, () => chip.wanted);
  station.plug(chip.start, (apdu, response) => {
    watch.see(apdu, response, () => station.state);
    if (changesChip(apdu) && !isInStep(station.journal)) wrong.push('the chip was changed by a step that is not in the journal');
  });
  const look = ({ text }: Ran): void => {
    for (const id of chip.conditions.strange(station.state)) wrong.push(`${id} has conditions that no step gives it`);
    for (const id of lockedOpen(station.state, plan)) wrong.push(`${id} is locked and open`);
    if (holdsSecret(Buffer.from(text), secrets)) wrong.push('a secret is on the screen');
  };
  const before = linesIn(station.journal).length;
  let last: Ran | undefined;
  let allProved = false;
  if (kill !== undefined) {
    last = await station.run(kill);
    look(last);
    wrong.push(...(await afterKill(station, last, secrets)));
    allProved = linesIn(station.journal).slice(before).some((line) => isEndOf(line, plan.steps.at(-1)?.id));
  }
  for (let nth = 1; nth <= mostTries; nth++) {
    watch.restart();
    if (last?.text.includes('link/dead') === true) station.replug();
    last = await station.run();
    look(last);
    if (allProved && resultOf(last) !== 'done-before') wrong.push(`every step was proved before the kill, and the next result is ${resultOf(last)}`);
    // The killed program did the whole unit, and the next one gave it its result.
    if (resultOf(last) === 'pass' || (kill !== undefined && resultOf(last) === 'done-before')) break;
  }
  if (!['pass', 'done-before'].includes(resultOf(last ?? { code: undefined, text: '' }) ?? '')) wrong.push(`does not pass: ${last?.text.slice(-300)}`);
  return [...wrong, ...watch.broken, ...differing(statesOf(station.state), chip.wanted).map((id) => `${id} differs from the uninterrupted run`)];
}

/** Checks, just after the kill, that the journal is intact. The next `job run` settles the unit, so its run is not offered for resuming. */
async function afterKill(station: PtyStation, { code, text }: Ran, secrets: readonly string[]): Promise<string[]> {
  const wrong = await brokenJournals(station.journal);
  if (code !== undefined) wrong.push(`was not killed: ended with ${code}: ${text.slice(-300)}`);
  for (const [name, content] of filesLeft(station.folder)) if (holdsSecret(content, secrets)) wrong.push(`a secret is in ${name}`);
  if (await isOffered(station.journal)) wrong.push("the interrupted run of a job's unit is offered");
  return wrong;
}

/** Tries one chip more than the job has units, which must be refused. */
async function refusedOne({ oneMore }: JobProcedure, station: PtyStation): Promise<string[]> {
  station.plug(oneMore, () => undefined);
  const before = JSON.stringify(station.state);
  const ran = await station.run();
  return [
    ...(ran.code === 1 && ran.text.includes('"code":"job/quantity-used"') ? [] : [`one chip more ends with ${ran.code}: ${ran.text.slice(-300)}`]),
    ...(JSON.stringify(station.state) === before ? [] : ['the chip that is refused was changed']),
  ];
}
