import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { soakLine } from './lineSoak.ts';

/** `npm run soak` does 500 units, with a verdict on memory and on the delay of the event loop. */
it('units at eight slots at once, with faults of link and disk and deaths of the program: chips, journal and screen agree', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'trust-bench-soak-'));
  try {
    const soaked = await soakLine({ units: 24, seed: 'npm test', folder, dieEvery: 12 });
    expect(soaked.wrong).toEqual([]);
    expect([soaked.units, soaked.deaths]).toEqual([24, 2]);
    expect(soaked.passed, 'most pass in the end').toBeGreaterThan(16);
    expect(soaked.faults, 'faults came true').toBeGreaterThan(0);
    expect(soaked.failedWrites, 'the disk was full').toBeGreaterThan(0);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}, 120_000);
