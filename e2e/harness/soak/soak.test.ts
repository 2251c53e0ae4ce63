import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { judgeJournal } from './judge.ts';
import { judgeMemory } from './memory.ts';
import { soak } from './soak.ts';

const chips = 8;

/** `npm run soak` runs everything, with a verdict on memory. This test runs the same few chips each time. */
it('chips one after another at two ports, with faults: every record is right', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'trust-bench-soak-'));
  try {
    const soaked = await soak({ chips, seed: 'npm test', folder });
    expect(soaked.wrong).toEqual([]);
    expect(soaked.chips).toBe(chips);
    expect(soaked.faults, 'faults came true').toBeGreaterThan(0);
    expect(soaked.resumes, 'runs were gone on with').toBeGreaterThan(0);
    const strange = await judgeJournal(join(folder, 'soaked', 'journal'), [], ['"run-started"']);
    expect(strange.filter((why) => why.includes('nobody was to change')), 'a chip that was not there would be found').toHaveLength(chips);
    expect(strange.filter((why) => why.includes('a secret')), 'a secret would be found').not.toEqual([]);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}, 120_000);

describe('memory', () => {
  const samples = (of: (at: number) => number) => Array.from({ length: 100 }, (_, at) => ({ allocated: of(at), resident: 0 }));

  it.each<[string, (at: number) => number, boolean]>([
    ['flat after a warm-up', (at) => 40 + Math.min(at, 19), true],
    ['up and down', (at) => 40 + 10 * (at % 2), true],
    ['a leak', (at) => 40 + 0.1 * at, false],
  ])('%s', (_, of, flat) => expect(judgeMemory(samples(of))?.flat).toBe(flat));

  it('is not judged on few samples', () => expect(judgeMemory(samples((at) => at).slice(0, 40))).toBeUndefined());
});
