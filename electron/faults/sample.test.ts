import { describe, expect, it } from 'vitest';
import { procedures } from '../../e2e/faults/procedures.ts';
import { sampled } from '../../e2e/faults/sample.ts';
import { Tally } from '../../e2e/faults/tally.ts';
import { cutsOfReference, makeReference, trial } from '../../e2e/faults/trial.ts';
import { cutKinds } from '../../e2e/faults/cuts.ts';

const perProcedure = 90;

/** The whole of it is `npm run faults`; this is a sample of every procedure, the same one each time. */
describe('cut, resume, compare', () => {
  it.each(procedures.map((make, index) => [index, make] as const))('procedure %i', async (_, make) => {
    const reference = await makeReference(await make());
    const tally = new Tally();
    const cuts = sampled(cutsOfReference(reference), perProcedure, 'npm test');
    for (const cut of cuts) tally.add(reference.procedure.name, await trial(reference, cut));
    expect(new Set(cuts.map(({ kind }) => kind)).size, 'every kind of cut is in the sample').toBe(cutKinds.length);
    expect(tally.notes).toEqual([]);
    expect(tally.sum).toEqual({ cuts: perProcedure, recovered: perProcedure, refused: 0 });
  }, 120_000);
});
