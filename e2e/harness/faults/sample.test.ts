import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { cutKinds } from './cuts.ts';
import { killKinds, type KillKind } from './kills/kill.ts';
import { sampled } from './sample.ts';
import { Tally } from './tally.ts';
import { everything } from './trials.ts';

/** The last is the job. Its trials take longer, because each does two units and refuses a third. */
const samples = everything.map((find, index) => [index, index < everything.length - 1 ? 80 : 8, find] as const);
const seed = 'npm test';

/** `npm run faults` runs everything. This is a fixed sample of every procedure. */
describe('cut, resume, compare', () => {
  it.each(samples)('procedure %i, %i cuts', async (_, count, find) => {
    const { name, make } = await find();
    const { cuts } = await make();
    const tally = new Tally();
    const chosen = sampled(cuts.all, count, seed).slice(0, count);
    for (const cut of chosen) tally.add(name, await cuts.judge(cut));
    expect(new Set(chosen.map(({ kind }) => kind)).size, 'as many kinds of cuts as can be').toBe(Math.min(count, cutKinds.length));
    expect(tally.notes).toEqual([]);
    expect(tally.sum).toEqual({ cuts: count, recovered: count, refused: 0 });
  }, 120_000);
});

const hasSocat = spawnSync('socat', ['-V'], { stdio: 'ignore' }).status === 0;
const cliPath = join(import.meta.dirname, '..', '..', '..', 'dist', 'cli.js');
/** RSA with its locks, the import, the series: one kill of each kind. The job: done and not answered, and a line of the journal. */
const killed: readonly (readonly [number, readonly KillKind[]])[] = [...[1, 4, 5].map((index) => [index, killKinds] as const), [6, [killKinds[1], killKinds[3]]]];

describe.skipIf(!hasSocat)('the command line is really killed (needs socat)', () => {
  it.concurrent.each(killed)('procedure %i', async (index, kinds) => {
    const find = everything[index];
    if (find === undefined) throw new Error('no such procedure');
    const { name, make } = await find();
    const kills = await (await make()).kills(cliPath);
    const chosen = sampled(kills.all.filter(({ kind }) => kinds.includes(kind)), kinds.length, seed);
    expect(new Set(chosen.map(({ kind }) => kind)).size).toBe(kinds.length);
    const tally = new Tally();
    for (const kill of chosen) tally.add(name, await kills.judge(kill));
    expect(tally.notes).toEqual([]);
    expect(tally.sum).toEqual({ cuts: kinds.length, recovered: kinds.length, refused: 0 });
  }, 300_000);
});
