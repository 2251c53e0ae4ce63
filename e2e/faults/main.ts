// `npm run faults [-- --sample N] [-- --only TEXT] [-- --no-kill]`: cuts every procedure at every APDU, resumes, compares.
import { spawn } from 'node:child_process';
import { parseArgs } from 'node:util';
import { kills } from './kill.ts';
import { procedures } from './procedures.ts';
import { sampled } from './sample.ts';
import { sayCount, Tally } from './tally.ts';
import { cutsOfReference, makeReference, trial, type Verdict } from './trial.ts';

const { values: options } = parseArgs({
  options: {
    sample: { type: 'string' },
    seed: { type: 'string', default: '1' },
    only: { type: 'string', default: '' },
    'no-kill': { type: 'boolean', default: false },
    /** `1/2`: this process's share; its verdicts go to stdout as JSON lines. */
    share: { type: 'string' },
  },
});

const workers = 2;
const say = (line: string): boolean => process.stdout.write(`${line}\n`);

interface Judged {
  readonly procedure: string;
  readonly verdict: Verdict;
}

/** Every `workers`th cut of every procedure. */
async function share(own: number, tell: (judged: Judged) => void): Promise<void> {
  for (const make of procedures) {
    const procedure = await make();
    if (!procedure.name.includes(options.only)) continue;
    const reference = await makeReference(procedure);
    const all = cutsOfReference(reference);
    const cuts = options.sample === undefined ? all : sampled(all, Number(options.sample), `${options.seed} ${procedure.name}`);
    for (const [index, cut] of cuts.entries()) {
      if (index % workers === own) tell({ procedure: procedure.name, verdict: await trial(reference, cut) });
    }
  }
}

/** Runs a share in a process of its own. */
function worker(own: number, tell: (judged: Judged) => void): Promise<void> {
  const child = spawn(process.execPath, [process.argv[1] ?? '', ...process.argv.slice(2), '--share', String(own)], { stdio: ['ignore', 'pipe', 'inherit'] });
  let text = '';
  child.stdout.on('data', (chunk: Buffer) => {
    const lines = (text + chunk.toString()).split('\n');
    text = lines.pop() ?? '';
    // Written by this very program, a few lines above.
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
  const add = ({ procedure, verdict }: Judged): void => {
    all.add(procedure, verdict);
    const own = byProcedure.get(procedure) ?? new Tally();
    own.add(procedure, verdict);
    byProcedure.set(procedure, own);
  };
  await Promise.all(Array.from({ length: workers }, (_, own) => worker(own, add)));
  say('By procedure:');
  for (const [name, tally] of byProcedure) say(`  ${sayCount(tally.sum)}  ${name}`);
  say('By kind:');
  for (const line of all.lines()) say(line);
  const killed = options['no-kill'] ? { cuts: 0, recovered: 0, refused: 0, notes: [] } : await kills(options.sample === undefined ? 1 : 5);
  if (killed.cuts > 0) say(`  ${sayCount(killed)}  command line killed (SIGKILL)`);
  for (const note of [...all.notes, ...killed.notes].slice(0, 50)) say(note);
  const { cuts, recovered, refused } = all.sum;
  const seconds = Math.round((performance.now() - started) / 1000);
  const sum = { cuts: cuts + killed.cuts, recovered: recovered + killed.recovered, refused: refused + killed.refused };
  say(`faults: ${sum.cuts} cuts, ${sum.recovered} recovered, ${sum.refused} refused with what to do, ${sum.cuts - sum.recovered - sum.refused} lost, ${seconds} s`);
  return all.good && killed.cuts === killed.recovered + killed.refused;
}

if (options.share !== undefined) await share(Number(options.share), (judged) => say(JSON.stringify(judged)));
else process.exitCode = (await whole()) ? 0 : 1;
