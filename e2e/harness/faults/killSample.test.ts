import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { killKinds, type KillKind } from './kills/kill.ts';
import { sampled } from './sample.ts';
import { Tally } from './tally.ts';
import { everything } from './trials.ts';
import { hasSocat } from '../socat.ts';

const seed = 'npm test';

const cliPath = join(import.meta.dirname, '..', '..', '..', 'dist', 'cli.js');
/**
 * One kill of each kind for RSA with its locks, the import and the series. For the job, kills before the answer and
 * after a line of the journal.
 */
const killed: readonly (readonly [number, readonly KillKind[]])[] = [...[1, 4, 5].map((index) => [index, killKinds] as const), [6, [killKinds[1], killKinds[3]]]];

describe.skipIf(!hasSocat())('the command line is really killed (needs socat)', () => {
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
