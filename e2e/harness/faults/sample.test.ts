import { describe, expect, it } from 'vitest';
import { cutKinds } from './cuts.ts';
import { sampled } from './sample.ts';
import { Tally } from './tally.ts';
import { everything } from './trials.ts';

/** Number of cuts for each procedure. The last one is the job, whose trials take longer: each does two units and refuses a third. */
const samples = everything.map((find, index) => [index, index < everything.length - 1 ? 80 : 8, find] as const);
const seed = 'npm test';

/** `npm run faults` runs everything. This is a fixed sample of every procedure; killed processes are in killSample.test.ts. */
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
