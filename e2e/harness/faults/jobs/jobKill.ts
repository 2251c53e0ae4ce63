import { encodeJobFile } from '../../../../core/job/jobFile.ts';
import type { ChipState } from '../../../../core/simulator/chip/state.ts';
import { changesChip } from '../cuts.ts';
import { differing, lockedOpen, LockWatch, statesOf } from '../invariants.ts';
import { brokenJournals, filesLeft, holdsSecret, isInStep, isOffered, linesIn } from '../kills/disk.ts';
import { killsOf, type Kill, type Watched } from '../kills/kill.ts';
import { PtyBench, type Ran, type Words } from '../kills/ptyBench.ts';
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

async function benchOf(procedure: JobProcedure, cliPath: string): Promise<PtyBench> {
  const bench = new PtyBench(jobWords(procedure), cliPath);
  await trustSigner(procedure, bench.folder);
  await bench.ready();
  return bench;
}

const resultLine = /"event":"result".*"result":"(pass|fail|check|done-before)"/;
/** The result that the command line told; undefined when it told none. */
const resultOf = ({ text }: Ran): string | undefined => resultLine.exec(text)?.[1];

/** Does the units with the command line without killing it. Throws when one does not pass, or ends otherwise than without a command line. */
export async function watchJobKills(reference: JobReference, cliPath: string): Promise<JobKills> {
  const { procedure, chips } = reference;
  const bench = await benchOf(procedure, cliPath);
  try {
    const watched: Watched[] = [];
    for (const { start, wanted } of chips) {
      bench.plug(start, () => undefined);
      const before = linesIn(bench.journal).length;
      const ran = await bench.run();
      const other = differing(statesOf(bench.state), wanted);
      if (ran.code !== 0 || resultOf(ran) !== 'pass' || other.length > 0) throw new Error(`${procedure.name}: the command line ends with ${ran.code}, differs in ${other.join(', ')}: ${ran.text.slice(-500)}`);
      watched.push({ requests: bench.requests, lines: linesIn(bench.journal).length - before });
    }
    return { reference, cliPath, kills: killsOf(watched) };
  } finally {
    bench.close();
  }
}

/** Kills the command line once, runs it again until every unit has passed, and judges chips, journal and count. */
export async function jobKillTrial({ reference, cliPath }: JobKills, kill: Kill): Promise<Verdict> {
  const { procedure, chips } = reference;
  const bench = await benchOf(procedure, cliPath);
  try {
    const wrong: string[] = [];
    const states: ChipState[] = [];
    for (const [index, chip] of chips.entries()) {
      wrong.push(...(await oneUnit(procedure, bench, chip, kill.chip === index ? kill : undefined)));
      states.push(bench.state);
    }
    wrong.push(...(await refusedOne(procedure, bench)));
    wrong.push(...(await wrongCount(bench.folder, procedure, states)), ...(await wrongFiles(bench.folder, procedure, 1)));
    return { cut: kill, state: wrong.length === 0 ? 'recovered' : 'lost', why: [...new Set(wrong)].join('; ') };
  } finally {
    bench.close();
  }
}

/** Whether the line says that the step is done. */
const isEndOf = (line: string, step: string | undefined): boolean => ['"what":"step-ended"', `"step":"${step}"`, '"state":"done"'].every((part) => line.includes(part));

async function oneUnit({ plan, secrets }: JobProcedure, bench: PtyBench, chip: ChipReference, kill: Kill | undefined): Promise<string[]> {
  const wrong: string[] = [];
  const watch = new LockWatch(plan, () => chip.wanted);
  bench.plug(chip.start, (apdu, response) => {
    watch.see(apdu, response, () => bench.state);
    if (changesChip(apdu) && !isInStep(bench.journal)) wrong.push('the chip was changed by a step that is not in the journal');
  });
  const look = ({ text }: Ran): void => {
    for (const id of chip.conditions.strange(bench.state)) wrong.push(`${id} has conditions that no step gives it`);
    for (const id of lockedOpen(bench.state, plan)) wrong.push(`${id} is locked and open`);
    if (holdsSecret(Buffer.from(text), secrets)) wrong.push('a secret is on the screen');
  };
  const before = linesIn(bench.journal).length;
  let last: Ran | undefined;
  let allProved = false;
  if (kill !== undefined) {
    last = await bench.run(kill);
    look(last);
    wrong.push(...(await afterKill(bench, last, secrets)));
    allProved = linesIn(bench.journal).slice(before).some((line) => isEndOf(line, plan.steps.at(-1)?.id));
  }
  for (let nth = 1; nth <= mostTries; nth++) {
    watch.restart();
    if (last?.text.includes('link/dead') === true) bench.replug();
    last = await bench.run();
    look(last);
    if (allProved && resultOf(last) !== 'done-before') wrong.push(`every step was proved before the kill, and the next result is ${resultOf(last)}`);
    // The killed program did the whole unit, and the next one gave it its result.
    if (resultOf(last) === 'pass' || (kill !== undefined && resultOf(last) === 'done-before')) break;
  }
  if (!['pass', 'done-before'].includes(resultOf(last ?? { code: undefined, text: '' }) ?? '')) wrong.push(`does not pass: ${last?.text.slice(-300)}`);
  return [...wrong, ...watch.broken, ...differing(statesOf(bench.state), chip.wanted).map((id) => `${id} differs from the uninterrupted run`)];
}

/** Just after the kill: the journal is intact. The next `job run` settles the unit, so that its run is not offered for resuming. */
async function afterKill(bench: PtyBench, { code, text }: Ran, secrets: readonly string[]): Promise<string[]> {
  const wrong = await brokenJournals(bench.journal);
  if (code !== undefined) wrong.push(`was not killed: ended with ${code}: ${text.slice(-300)}`);
  for (const [name, content] of filesLeft(bench.folder)) if (holdsSecret(content, secrets)) wrong.push(`a secret is in ${name}`);
  if (await isOffered(bench.journal)) wrong.push("the interrupted run of a job's unit is offered");
  return wrong;
}

/** A chip more than the job has units. */
async function refusedOne({ oneMore }: JobProcedure, bench: PtyBench): Promise<string[]> {
  bench.plug(oneMore, () => undefined);
  const before = JSON.stringify(bench.state);
  const ran = await bench.run();
  return [
    ...(ran.code === 1 && ran.text.includes('"code":"job/quantity-used"') ? [] : [`one chip more ends with ${ran.code}: ${ran.text.slice(-300)}`]),
    ...(JSON.stringify(bench.state) === before ? [] : ['the chip that is refused was changed']),
  ];
}
