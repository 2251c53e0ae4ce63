// `npm run soak [-- --chips N] [-- --seed S]`: provisions chips one after another at two ports, with faults. Ends with
// one line of results.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { judgeMemory, sample, type MemoryVerdict, type Sample } from './memory.ts';
import { ports, soak, type Soaked } from './soak.ts';

const { values: options } = parseArgs({ options: { chips: { type: 'string', default: '500' }, seed: { type: 'string', default: '1' } } });

const chipsASample = 5;
const chipsALine = 50;
const shown = 50;
/** Time limit for a soak that hangs: ten minutes for 500 chips, never less than two. ms */
const longest = (chips: number): number => Math.max(120_000, chips * 1_200);

const say = (line: string): boolean => process.stdout.write(`${line}\n`);
const mb = (bytes: number): string => (bytes / 1e6).toFixed(1);

function sayMemory({ growth, before, after }: MemoryVerdict): string {
  const percent = `${growth < 0 ? '' : '+'}${(growth * 100).toFixed(1)} %`;
  return `memory ${percent} (${mb(before.allocated)} → ${mb(after.allocated)} MB)`;
}

function report({ chips, faults, resumes, wrong }: Soaked, memory: MemoryVerdict | undefined, seconds: number): void {
  for (const why of wrong.slice(0, shown)) say(`wrong: ${why}`);
  if (memory !== undefined) say(`resident memory: ${mb(memory.before.resident)} → ${mb(memory.after.resident)} MB`);
  const flat = memory === undefined ? 'memory not judged: too few chips' : sayMemory(memory);
  say(`soak: ${chips} chips, ${ports} ports, ${faults} faults, ${resumes} resumes, ${wrong.length} wrong, ${flat}, ${seconds} s`);
}

async function main(): Promise<boolean> {
  const collect = globalThis.gc;
  if (collect === undefined) throw new Error('start it with node --expose-gc: npm run soak does');
  const chips = Number(options.chips);
  if (!Number.isInteger(chips) || chips < 1) throw new Error(`--chips takes a number of chips, not ${options.chips}`);
  const started = performance.now();
  const seconds = (): number => Math.round((performance.now() - started) / 1000);
  const folder = mkdtempSync(join(tmpdir(), 'trust-bench-soak-'));
  const samples: Sample[] = [];
  let served = 0;
  const limit = setTimeout(() => {
    say(`soak: stopped after ${seconds()} s with ${served} of ${chips} chips done; its files are in ${folder}`);
    process.exit(1);
  }, longest(chips));
  let good = false;
  try {
    const soaked = await soak({
      chips,
      seed: options.seed,
      folder,
      onServed: async () => {
        served += 1;
        if (served % chipsASample === 0) samples.push(await sample(() => collect()));
        if (served % chipsALine === 0) say(`${served} chips, ${mb(samples.at(-1)?.allocated ?? 0)} MB, ${seconds()} s`);
      },
    });
    const memory = judgeMemory(samples);
    report(soaked, memory, seconds());
    good = soaked.wrong.length === 0 && memory?.flat !== false;
    return good;
  } finally {
    clearTimeout(limit);
    // The journal is kept for finding the cause of a failure.
    if (good) rmSync(folder, { recursive: true, force: true });
    else process.stderr.write(`Its files are kept in ${folder}\n`);
  }
}

process.exitCode = (await main()) ? 0 : 1;
