// Started by `npm run fuzz` (electron/build/fuzz.mjs) as `guided FILE`, and twice as `memory FILE SHARE`. Results are
// written to FILE.
import { spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { toHex } from '../../../core/bytes/hex.ts';
import { searchInWorker } from './guided/run.ts';
import { megabyte } from './megabytes.ts';
import type { Weighed } from './memory.ts';
import { parsers } from './parsers/index.ts';
import { makeSeeds, tokens } from './seeds.ts';

const limits = { memoryMB: 100, ms: 1000, weighingMs: 120_000 } as const;
/** Number of parsers that one process measures. */
const atOnce = 8;
const names = Object.keys(parsers).filter((name) => name.includes(process.env['FUZZ_ONLY'] ?? ''));
const say = (line: string): boolean => process.stdout.write(`${line}\n`);
/** The time at which everything must be over, so that `npm run fuzz` also ends on a busy machine. ms since 1970 */
const end = Number(process.env['FUZZ_END'] ?? Number.MAX_SAFE_INTEGER);
const beside = (name: string): URL => new URL(name, import.meta.url);

const slower = <T extends { readonly ms: number }>(a: T, b: T): T => (b.ms > a.ms ? b : a);

/** Time for a worker to start and load every parser, on a machine that is not busy. */
const startSeconds = 0.7;

async function guided(): Promise<object> {
  const [wanted, seed] = [Number(process.env['FUZZ_SECONDS'] ?? 3), Number(process.env['FUZZ_SEED'] ?? 1)];
  const seeds = await makeSeeds();
  let [runs, seedBlocks, blocks, crashes, slowest] = [0, 0, 0, 0, { name: '', ms: 0 }];
  for (const [index, name] of names.entries()) {
    const share = (end - Date.now()) / 1000 / (names.length - index) - startSeconds;
    const seconds = Math.max(0.2, Math.min(wanted, share));
    const searched = await searchInWorker(beside('./guidedWorker.js'), { name, seconds, seed, seeds, tokens });
    say(`guided  ${name}: ${searched.runs} inputs, ${searched.seedBlocks} → ${searched.blocks} blocks, slowest ${searched.slowestMs.toFixed(0)} ms`);
    runs += searched.runs;
    seedBlocks += searched.seedBlocks;
    blocks += searched.blocks;
    slowest = slower(slowest, { name, ms: searched.slowestMs });
    if (searched.found === undefined) continue;
    crashes += 1;
    say(`FOUND   ${name}: ${searched.found.why}: ${toHex(searched.found.bytes)}`);
  }
  return { runs, seedBlocks, blocks, crashes, slowest };
}

type Line = { readonly input: string } | { readonly weighed: Weighed };

/**
 * Measures parsers in separate processes, as many as needed. @returns the results; the last parser is missing when its
 * process died or hung
 */
function weighed(some: readonly string[]): { readonly done: readonly Weighed[]; readonly died: boolean } {
  const child = spawnSync(process.execPath, ['--expose-gc', fileURLToPath(beside('./weighMain.js')), ...some], { encoding: 'utf8', timeout: limits.weighingMs, maxBuffer: 2 ** 26 });
  // Written by weighMain.ts.
  const lines = child.stdout.trim().split('\n').filter((line) => line.endsWith('}')).map((line) => JSON.parse(line) as Line);
  const done = lines.flatMap((line) => ('weighed' in line ? [line.weighed] : []));
  const died = child.status !== 0;
  if (died) say(`FOUND   ${some[done.length] ?? ''}: it ${child.signal === null ? 'dies' : 'hangs'} at ${JSON.stringify(lines.at(-1))}\n${child.stderr.slice(0, 500)}`);
  return { done, died };
}

/** Measures one half of the parsers. @param share number of the half, 0 or 1 */
function memory(share: number): object {
  let [crashes, slowest, most] = [0, { name: '', ms: 0 }, { name: '', MB: 0 }];
  let left: readonly string[] = names.filter((_, index) => index % 2 === share);
  while (left.length > 0 && Date.now() < end) {
    const { done, died } = weighed(left.slice(0, atOnce));
    for (const { name, memoryMB, memoryOf, ms, msOf } of done) {
      say(`memory  ${name}: ${memoryMB.toFixed(0)} MB (${memoryOf}), ${ms.toFixed(0)} ms (${msOf})`);
      slowest = slower(slowest, { name, ms });
      if (memoryMB > most.MB) most = { name, MB: memoryMB };
      if (memoryMB <= limits.memoryMB && ms <= limits.ms) continue;
      crashes += 1;
      say(`FOUND   ${name}: more than ${limits.memoryMB} MB or ${limits.ms} ms for ${megabyte} bytes`);
    }
    if (died) crashes += 1;
    left = left.slice(done.length + (died ? 1 : 0));
  }
  for (const name of left) say(`NOT DONE ${name}: no time is left`);
  return { crashes, left: left.length, slowest, most };
}

const [what, file = '', share = '0'] = process.argv.slice(2);
writeFileSync(file, JSON.stringify(what === 'guided' ? await guided() : memory(Number(share))));
