// `npm run soak [-- --chips N --units N --seed S]`: provisions chips one after another at two ports, then does units of
// a job at the eight slots of a line, with faults. Each ends with one line of results. A number of 0 leaves a part out.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { lineSlots, soakLine, type LineSoaked } from './lineSoak.ts';
import { judgeMemory, sample, type MemoryVerdict, type Sample } from './memory.ts';
import { ports, soak, type Soaked } from './soak.ts';

const { values: options } = parseArgs({ options: { chips: { type: 'string', default: '500' }, units: { type: 'string', default: '500' }, seed: { type: 'string', default: '1' } } });

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

function reportLine({ units, passed, faults, failedWrites, deaths, delayMs, wrong }: LineSoaked, memory: MemoryVerdict | undefined, seconds: number): void {
  for (const why of wrong.slice(0, shown)) say(`wrong: ${why}`);
  const flat = memory === undefined ? 'memory not judged: too few units' : sayMemory(memory);
  say(`soak of the line: ${units} units, ${lineSlots} slots, ${passed} passed, ${faults} faults, ${failedWrites} full disks, ${deaths} deaths, ${wrong.length} wrong, event loop p99 ${delayMs.toFixed(0)} ms, ${flat}, ${seconds} s`);
}

function report({ chips, faults, resumes, wrong }: Soaked, memory: MemoryVerdict | undefined, seconds: number): void {
  for (const why of wrong.slice(0, shown)) say(`wrong: ${why}`);
  if (memory !== undefined) say(`resident memory: ${mb(memory.before.resident)} → ${mb(memory.after.resident)} MB`);
  const flat = memory === undefined ? 'memory not judged: too few chips' : sayMemory(memory);
  say(`soak: ${chips} chips, ${ports} ports, ${faults} faults, ${resumes} resumes, ${wrong.length} wrong, ${flat}, ${seconds} s`);
}

interface Part {
  /** Number of chips or units. */
  readonly count: number;
  readonly run: (folder: string, onOne: () => Promise<void>, seconds: () => number) => Promise<{ readonly wrong: readonly string[]; readonly tell: (memory: MemoryVerdict | undefined) => void }>;
}

/** Runs one soak in a folder of its own, with samples of the memory. @returns whether nothing is wrong and the memory did not grow */
async function soakPart({ count, run }: Part, collect: () => void): Promise<boolean> {
  const started = performance.now();
  const seconds = (): number => Math.round((performance.now() - started) / 1000);
  const folder = mkdtempSync(join(tmpdir(), 'trust-bench-soak-'));
  const samples: Sample[] = [];
  let done = 0;
  const limit = setTimeout(() => {
    say(`soak: stopped after ${seconds()} s with ${done} of ${count} done; its files are in ${folder}`);
    process.exit(1);
  }, longest(count));
  let good = false;
  try {
    const onOne = async (): Promise<void> => {
      done += 1;
      if (done % chipsASample === 0) samples.push(await sample(collect));
      if (done % chipsALine === 0) say(`${done}, ${mb(samples.at(-1)?.allocated ?? 0)} MB, ${seconds()} s`);
    };
    const { wrong, tell } = await run(folder, onOne, seconds);
    const memory = judgeMemory(samples);
    tell(memory);
    good = wrong.length === 0 && memory?.flat !== false;
    return good;
  } finally {
    clearTimeout(limit);
    // The journal is kept for finding the cause of a failure.
    if (good) rmSync(folder, { recursive: true, force: true });
    else process.stderr.write(`Its files are kept in ${folder}\n`);
  }
}

const chipsPart = (chips: number): Part => ({
  count: chips,
  run: async (folder, onServed, seconds) => {
    const soaked = await soak({ chips, seed: options.seed, folder, onServed });
    return { wrong: soaked.wrong, tell: (memory) => report(soaked, memory, seconds()) };
  },
});

const linePart = (units: number): Part => ({
  count: units,
  run: async (folder, onUnit, seconds) => {
    const soaked = await soakLine({ units, seed: options.seed, folder, dieEvery: 60, onUnit });
    return { wrong: soaked.wrong, tell: (memory) => reportLine(soaked, memory, seconds()) };
  },
});

const countOf = (name: 'chips' | 'units'): number => {
  const count = Number(options[name]);
  if (!Number.isInteger(count) || count < 0) throw new Error(`--${name} takes a number, not ${options[name]}`);
  return count;
};

async function main(): Promise<boolean> {
  const collect = globalThis.gc;
  if (collect === undefined) throw new Error('start it with node --expose-gc: npm run soak does');
  const parts = [...(countOf('chips') === 0 ? [] : [chipsPart(countOf('chips'))]), ...(countOf('units') === 0 ? [] : [linePart(countOf('units'))])];
  let good = true;
  for (const part of parts) good = (await soakPart(part, () => collect())) && good;
  return good;
}

process.exitCode = (await main()) ? 0 : 1;
