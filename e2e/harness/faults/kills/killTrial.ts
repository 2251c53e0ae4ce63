import { changesChip } from '../cuts.ts';
import { differing, lockedOpen, LockWatch, statesOf } from '../invariants.ts';
import type { Reference, Verdict } from '../trial.ts';
import { brokenJournals, filesLeft, holdsSecret, isInStep, isOffered, linesIn, stateOfLastRun, strangeFiles } from './disk.ts';
import { killsOf, type Kill, type Watched } from './kill.ts';
import { planWords, PtyStation, type Ran } from './ptyStation.ts';

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
  const station = new PtyStation(planWords(reference.procedure), cliPath);
  try {
    await station.ready();
    const watched: Watched[] = [];
    for (const { start, wanted } of reference.chips) {
      station.plug(start, () => undefined);
      const before = linesIn(station.journal).length;
      const { code, text } = await station.run();
      const other = differing(statesOf(station.state), wanted);
      if (code !== 0 || other.length > 0) throw new Error(`${reference.procedure.name}: the command line ends with ${code}, differs in ${other.join(', ')}: ${text.slice(-500)}`);
      watched.push({ requests: station.requests, lines: linesIn(station.journal).length - before });
    }
    return { reference, cliPath, kills: killsOf(watched) };
  } finally {
    station.close();
  }
}

/** Kills the command line once, runs it again until it is done, and judges the result. A series continues through all its chips. */
export async function killTrial({ reference, cliPath }: KillReference, kill: Kill): Promise<Verdict> {
  const station = new PtyStation(planWords(reference.procedure), cliPath);
  try {
    await station.ready();
    const wrong: string[] = [];
    for (const index of reference.chips.keys()) wrong.push(...(await oneChip(reference, station, index, kill.chip === index ? kill : undefined)));
    wrong.push(...(await leftBehind(reference, station)));
    return { cut: kill, state: wrong.length === 0 ? 'recovered' : 'lost', why: [...new Set(wrong)].join('; ') };
  } finally {
    station.close();
  }
}

async function oneChip({ procedure, chips }: Reference, station: PtyStation, index: number, kill: Kill | undefined): Promise<string[]> {
  const chip = chips[index];
  if (chip === undefined) return [];
  const wrong: string[] = [];
  const watch = new LockWatch(procedure.plan, () => chip.wanted);
  station.plug(chip.start, (apdu, response) => {
    watch.see(apdu, response, () => station.state);
    if (changesChip(apdu) && !isInStep(station.journal)) wrong.push('the chip was changed by a step that is not in the journal');
  });
  const look = (): void => {
    for (const id of chip.conditions.strange(station.state)) wrong.push(`${id} has conditions that no step gives it`);
    for (const id of lockedOpen(station.state, procedure.plan)) wrong.push(`${id} is locked and open`);
  };
  let ran: Ran | undefined;
  if (kill !== undefined) {
    ran = await station.run(kill);
    look();
    wrong.push(...(await afterKill(station, ran, kill, procedure.secrets)));
  }
  for (let run = 0; run <= mostResumes && ran?.code !== 0; run++) {
    watch.restart();
    if (ran?.text.includes('error: link/dead') === true) station.replug();
    ran = await station.run();
    look();
    if (holdsSecret(Buffer.from(ran.text), procedure.secrets)) wrong.push('a secret is on the screen');
  }
  wrong.push(...watch.broken, ...differing(statesOf(station.state), chip.wanted).map((id) => `${id} differs from the uninterrupted run`));
  if (ran?.code !== 0) wrong.push(`ends with ${ran?.code}: ${ran?.text.slice(-300)}`);
  return wrong;
}

/**
 * Two runs of one procedure differ by at most this many requests. On a slow machine, more than a second may pass
 * between the review and the run: the session then reads the UID, and the run reads the plan's objects again.
 */
const slowRequests = 8;

/** Whether the run ended before the request at which the kill was planned, because the observed run had more requests. */
const hadFewer = (station: PtyStation, kill: Kill): boolean =>
  kill.point !== 'journal' && station.requests.length < kill.request && kill.request <= station.requests.length + slowRequests;

/** Checks, just after the kill, that the journal is intact and that a run in it is offered for resuming. */
async function afterKill(station: PtyStation, { code, text }: Ran, kill: Kill, secrets: readonly string[]): Promise<string[]> {
  const wrong = await brokenJournals(station.journal);
  if (code !== undefined && !(code === 0 && hadFewer(station, kill))) wrong.push(`was not killed: ended with ${code}: ${text.slice(-300)}`);
  if (holdsSecret(Buffer.from(text), secrets)) wrong.push('a secret is on the screen');
  for (const [name, content] of filesLeft(station.folder)) if (holdsSecret(content, secrets)) wrong.push(`a secret is in ${name}`);
  const state = await stateOfLastRun(station.journal);
  if (state === 'interrupted' && !(await isOffered(station.journal))) wrong.push('the interrupted run is not offered');
  return wrong;
}

async function leftBehind({ procedure }: Reference, station: PtyStation): Promise<string[]> {
  const wrong = await brokenJournals(station.journal);
  const files = filesLeft(station.folder);
  for (const [name, content] of files) if (holdsSecret(content, procedure.secrets)) wrong.push(`a secret is in ${name}`);
  wrong.push(...strangeFiles(files, 1).map((name) => `${name} is left behind`));
  if (linesIn(station.journal).length === 0) wrong.push('there is no journal');
  if ((await stateOfLastRun(station.journal)) !== 'finished' || (await isOffered(station.journal))) wrong.push('the journal does not say that it is finished');
  return wrong;
}
