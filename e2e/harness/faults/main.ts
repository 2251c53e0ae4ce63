// `npm run faults [-- --sample N] [-- --only TEXT] [-- --no-kill]`: cuts every procedure at every APDU, resumes, compares.
import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import type { Cut } from './cuts.ts';
import type { Kill } from './kills/kill.ts';
import { hasSocat } from '../socat.ts';
import { sampled } from './sample.ts';
import { sayCount, Tally } from './tally.ts';
import type { Verdict } from './trial.ts';
import { everything, type Trials } from './trials.ts';

const { values: options } = parseArgs({
  options: {
    sample: { type: 'string' },
    seed: { type: 'string', default: '1' },
    only: { type: 'string', default: '' },
    'no-kill': { type: 'boolean', default: false },
    /** Whether to try only kills. */
    'only-kill': { type: 'boolean', default: false },
    /** Number of this process's share of the cuts, from 0. The process writes its verdicts to stdout as JSON lines. */
    share: { type: 'string' },
  },
});

const workers = 2;
/** A kill takes as long as about fifteen other cuts. */
const cutsPerKill = 15;
const mostNotes = 50;
/** Kills that run at once. A kill mostly waits for a line to be resynchronised or for a disk. */
const killsAtOnce = 2;
const cliPath = join(import.meta.dirname, 'cli.js');
const say = (line: string): boolean => process.stdout.write(`${line}\n`);

interface Judged {
  readonly procedure: string;
  readonly verdict: Verdict;
}

type Tell = (judged: Judged) => void;

/** Returns all cuts, or as many as `--sample` allows. */
function asked<T extends Verdict['cut']>(all: readonly T[], share: number, procedure: string): readonly T[] {
  return options.sample === undefined ? all : sampled(all, Math.round(Number(options.sample) / share), `${options.seed} ${procedure}`);
}

/** Returns every `workers`th cut, which is one process's share. */
const mine = <T>(all: readonly T[], own: number): T[] => all.filter((_, index) => index % workers === own);

async function cutAll(procedure: string, { all, judge }: Trials<Cut>, own: number, tell: Tell): Promise<void> {
  for (const cut of mine(asked(all, 1, procedure), own)) tell({ procedure, verdict: await judge(cut) });
}

async function killAll(procedure: string, { all, judge }: Trials<Kill>, own: number, tell: Tell): Promise<void> {
  const waiting = mine(asked(all, cutsPerKill, procedure), own);
  const work = async (): Promise<void> => {
    for (let kill = waiting.shift(); kill !== undefined; kill = waiting.shift()) tell({ procedure, verdict: await judge(kill) });
  };
  await Promise.all(Array.from({ length: killsAtOnce }, work));
}

/** Tries one process's share: every `workers`th cut of every procedure. */
async function share(own: number, tell: Tell): Promise<void> {
  const withKills = !options['no-kill'] && hasSocat();
  for (const find of everything) {
    const { name, make } = await find();
    if (!name.includes(options.only)) continue;
    const { cuts, kills } = await make();
    if (!options['only-kill']) await cutAll(name, cuts, own, tell);
    if (withKills) await killAll(name, await kills(cliPath), own, tell);
  }
}

/** Runs a share in a separate process. */
function worker(own: number, tell: Tell): Promise<void> {
  const child = spawn(process.execPath, [process.argv[1] ?? '', ...process.argv.slice(2), '--share', String(own)], { stdio: ['ignore', 'pipe', 'inherit'] });
  let text = '';
  child.stdout.on('data', (chunk: Buffer) => {
    const lines = (text + chunk.toString()).split('\n');
    text = lines.pop() ?? '';
    // This program wrote the lines itself, a few lines above.
    for (const line of lines) tell(JSON.parse(line) as Judged);
  });
  return new Promise((resolve, reject) => {
    child.once('close', (code) => (code === 0 ? resolve() : reject(new Error(`a worker ended with ${code}`))));
  });
}

async function whole(): Promise<boolean> {
  const started = performance.now();
  const all = new Tally();
  const byProcedure = new Map<string, Tally>();
  const add: Tell = ({ procedure, verdict }) => {
    all.add(procedure, verdict);
    // A failure is printed at once, because all trials together take a while.
    if (verdict.state !== 'recovered' && all.notes.length <= mostNotes) say(all.notes.at(-1) ?? '');
    const own = byProcedure.get(procedure) ?? new Tally();
    own.add(procedure, verdict);
    byProcedure.set(procedure, own);
  };
  await Promise.all(Array.from({ length: workers }, (_, own) => worker(own, add)));
  say('By procedure:');
  for (const [name, tally] of byProcedure) say(`  ${sayCount(tally.sum)}  ${name}`);
  say('By kind:');
  for (const line of all.lines()) say(line);
  if (!options['no-kill'] && !hasSocat()) say('socat is missing: the station process was not killed');
  const { cuts, recovered, refused } = all.sum;
  const seconds = Math.round((performance.now() - started) / 1000);
  say(`faults: ${cuts} cuts, ${recovered} recovered, ${refused} refused with what to do, ${cuts - recovered - refused} lost, ${seconds} s`);
  return all.good;
}

if (options.share !== undefined) await share(Number(options.share), (judged) => say(JSON.stringify(judged)));
else process.exitCode = (await whole()) ? 0 : 1;
