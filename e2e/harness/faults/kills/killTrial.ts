import { changesChip } from '../cuts.ts';
import { differing, lockedOpen, LockWatch, statesOf } from '../invariants.ts';
import type { Reference, Verdict } from '../trial.ts';
import { brokenJournals, filesLeft, holdsSecret, isInStep, isOffered, linesIn, stateOfLastRun, strangeFiles } from './disk.ts';
import { killsOf, type Kill, type Watched } from './kill.ts';
import { planWords, PtyBench, type Ran } from './ptyBench.ts';

const mostResumes = 3;

/** One procedure under kills. */
export interface KillReference {
  readonly reference: Reference;
  readonly cliPath: string;
  readonly kills: readonly Kill[];
}

/**
 * Runs the procedure with the command line without killing it. Throws when it fails, or when its result differs from
 * the run without a command line.
 */
export async function watchKills(reference: Reference, cliPath: string): Promise<KillReference> {
  const bench = new PtyBench(planWords(reference.procedure), cliPath);
  try {
    await bench.ready();
    const watched: Watched[] = [];
    for (const { start, wanted } of reference.chips) {
      bench.plug(start, () => undefined);
      const before = linesIn(bench.journal).length;
      const { code, text } = await bench.run();
      const other = differing(statesOf(bench.state), wanted);
      if (code !== 0 || other.length > 0) throw new Error(`${reference.procedure.name}: the command line ends with ${code}, differs in ${other.join(', ')}: ${text.slice(-500)}`);
      watched.push({ requests: bench.requests, lines: linesIn(bench.journal).length - before });
    }
    return { reference, cliPath, kills: killsOf(watched) };
  } finally {
    bench.close();
  }
}

/** Kills the command line once, runs it again until it is done, and judges the result. A series continues through all its chips. */
export async function killTrial({ reference, cliPath }: KillReference, kill: Kill): Promise<Verdict> {
  const bench = new PtyBench(planWords(reference.procedure), cliPath);
  try {
    await bench.ready();
    const wrong: string[] = [];
    for (const index of reference.chips.keys()) wrong.push(...(await oneChip(reference, bench, index, kill.chip === index ? kill : undefined)));
    wrong.push(...(await leftBehind(reference, bench)));
    return { cut: kill, state: wrong.length === 0 ? 'recovered' : 'lost', why: [...new Set(wrong)].join('; ') };
  } finally {
    bench.close();
  }
}

async function oneChip({ procedure, chips }: Reference, bench: PtyBench, index: number, kill: Kill | undefined): Promise<string[]> {
  const chip = chips[index];
  if (chip === undefined) return [];
  const wrong: string[] = [];
  const watch = new LockWatch(procedure.plan, () => chip.wanted);
  bench.plug(chip.start, (apdu, response) => {
    watch.see(apdu, response, () => bench.state);
    if (changesChip(apdu) && !isInStep(bench.journal)) wrong.push('the chip was changed by a step that is not in the journal');
  });
  const look = (): void => {
    for (const id of chip.conditions.strange(bench.state)) wrong.push(`${id} has conditions that no step gives it`);
    for (const id of lockedOpen(bench.state, procedure.plan)) wrong.push(`${id} is locked and open`);
  };
  let ran: Ran | undefined;
  if (kill !== undefined) {
    ran = await bench.run(kill);
    look();
    wrong.push(...(await afterKill(bench, ran, procedure.secrets)));
  }
  for (let run = 0; run <= mostResumes && ran?.code !== 0; run++) {
    watch.restart();
    if (ran?.text.includes('error: link/dead') === true) bench.replug();
    ran = await bench.run();
    look();
    if (holdsSecret(Buffer.from(ran.text), procedure.secrets)) wrong.push('a secret is on the screen');
  }
  wrong.push(...watch.broken, ...differing(statesOf(bench.state), chip.wanted).map((id) => `${id} differs from the uninterrupted run`));
  if (ran?.code !== 0) wrong.push(`ends with ${ran?.code}: ${ran?.text.slice(-300)}`);
  return wrong;
}

/** Just after the kill: the journal is intact, and a run in it is offered for resuming. */
async function afterKill(bench: PtyBench, { code, text }: Ran, secrets: readonly string[]): Promise<string[]> {
  const wrong = await brokenJournals(bench.journal);
  if (code !== undefined) wrong.push(`was not killed: ended with ${code}: ${text.slice(-300)}`);
  if (holdsSecret(Buffer.from(text), secrets)) wrong.push('a secret is on the screen');
  for (const [name, content] of filesLeft(bench.folder)) if (holdsSecret(content, secrets)) wrong.push(`a secret is in ${name}`);
  const state = await stateOfLastRun(bench.journal);
  if (state === 'interrupted' && !(await isOffered(bench.journal))) wrong.push('the interrupted run is not offered');
  return wrong;
}

async function leftBehind({ procedure }: Reference, bench: PtyBench): Promise<string[]> {
  const wrong = await brokenJournals(bench.journal);
  const files = filesLeft(bench.folder);
  for (const [name, content] of files) if (holdsSecret(content, procedure.secrets)) wrong.push(`a secret is in ${name}`);
  wrong.push(...strangeFiles(files, 1).map((name) => `${name} is left behind`));
  if (linesIn(bench.journal).length === 0) wrong.push('there is no journal');
  if ((await stateOfLastRun(bench.journal)) !== 'finished' || (await isOffered(bench.journal))) wrong.push('the journal does not say that it is finished');
  return wrong;
}
