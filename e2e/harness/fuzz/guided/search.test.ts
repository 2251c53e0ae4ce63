import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { BlockCoverage } from './coverage.ts';
import { Dice, mutate } from './mutate.ts';
import { search } from './search.ts';

const coverage = new BlockCoverage((url) => url.endsWith('/testing/toy.ts'));
let toy: (bytes: Uint8Array) => unknown;
let harmless: (bytes: Uint8Array) => unknown;

beforeAll(async () => {
  coverage.start();
  ({ toy, harmless } = await import('./testing/toy.ts'));
});
afterAll(() => coverage.stop());

const mostRuns = 150_000;
const options = (seed: number) => ({ seeds: [new Uint8Array(4)], tokens: [], seed, goesOn: (runs: number) => runs < mostRuns });

describe('search', () => {
  it.each([1, 2, 3])('with coverage finds the hidden bug, and blindly does not in as many runs (seed %i)', (seed) => {
    const guided = search({ ...options(seed), parse: toy, coverage });
    expect(guided.found?.why).toBe('RangeError: the hidden bug');
    expect(() => toy(guided.found?.bytes ?? new Uint8Array())).toThrow('the hidden bug');
    expect(guided.blocks).toBeGreaterThan(guided.seedBlocks);
    const blind = search({ ...options(seed), parse: toy, goesOn: (runs) => runs < Math.max(guided.runs, mostRuns) });
    expect(blind.found).toBeUndefined();
    expect(blind.runs).toBeGreaterThanOrEqual(guided.runs);
  });

  it('is the same for the same seed', () => {
    const twice = [1, 2].map(() => search({ ...options(7), parse: toy, coverage }));
    expect(twice[0]?.runs).toBe(twice[1]?.runs);
    expect(twice[0]?.found).toEqual(twice[1]?.found);
  });

  it('leaves out of a finding what it does not need', () => {
    const parse = (bytes: Uint8Array): void => { if (bytes.includes(0x41)) throw new Error('an A'); };
    const { found } = search({ ...options(1), parse, seeds: [new Uint8Array(500).fill(0x41, 250, 251)] });
    expect(found?.bytes).toEqual(Uint8Array.of(0x41));
  });

  it('finds nothing where nothing is', () => {
    const { found, runs } = search({ ...options(1), parse: harmless, coverage, goesOn: (done) => done < 5_000 });
    expect(found).toBeUndefined();
    expect(runs).toBeGreaterThanOrEqual(5_000);
  });
});

describe('mutants', () => {
  it('of anything are bounded, and leave their parent as it was', () => {
    const dice = new Dice(1);
    const corpus = [new Uint8Array(), new Uint8Array(8000).fill(7)];
    for (let i = 0; i < 5_000; i++) {
      const parent = dice.pick(corpus);
      expect(mutate(parent, dice, { corpus, tokens: [] }).length).toBeLessThanOrEqual(8192);
    }
    expect(corpus[1]?.every((byte) => byte === 7)).toBe(true);
  });
});
