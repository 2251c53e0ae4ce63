import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { cutKinds } from './cuts.ts';
import { killKinds } from './kills/kill.ts';
import { killTrial, watchKills } from './kills/killTrial.ts';
import { procedures } from './procedures.ts';
import { sampled } from './sample.ts';
import { Tally } from './tally.ts';
import { cutsOfReference, makeReference, trial } from './trial.ts';

const perProcedure = 80;
const seed = 'npm test';

/** `npm run faults` runs everything. This is a fixed sample of every procedure. */
describe('cut, resume, compare', () => {
  it.each(procedures.map((make, index) => [index, make] as const))('procedure %i', async (_, make) => {
    const reference = await makeReference(await make());
    const tally = new Tally();
    const cuts = sampled(cutsOfReference(reference), perProcedure, seed);
    for (const cut of cuts) tally.add(reference.procedure.name, await trial(reference, cut));
    expect(new Set(cuts.map(({ kind }) => kind)).size, 'every kind of cut is in the sample').toBe(cutKinds.length);
    expect(tally.notes).toEqual([]);
    expect(tally.sum).toEqual({ cuts: perProcedure, recovered: perProcedure, refused: 0 });
  }, 120_000);
});

const hasSocat = spawnSync('socat', ['-V'], { stdio: 'ignore' }).status === 0;
const cliPath = join(import.meta.dirname, '..', '..', '..', 'dist', 'cli.js');
/** RSA with its locks, the import, the series: one kill of each kind. */
const killed = [1, 4, 5];

describe.skipIf(!hasSocat)('the command line is really killed (needs socat)', () => {
  it.concurrent.each(killed)('procedure %i', async (index) => {
    const make = procedures[index];
    if (make === undefined) throw new Error('no such procedure');
    const watched = await watchKills(await makeReference(await make()), cliPath);
    const kills = sampled(watched.kills, killKinds.length, seed);
    expect(new Set(kills.map(({ kind }) => kind)).size).toBe(killKinds.length);
    const tally = new Tally();
    for (const kill of kills) tally.add(watched.reference.procedure.name, await killTrial(watched, kill));
    expect(tally.notes).toEqual([]);
    expect(tally.sum).toEqual({ cuts: killKinds.length, recovered: killKinds.length, refused: 0 });
  }, 300_000);
});
