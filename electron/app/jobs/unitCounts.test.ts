import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { UnitCounts } from './unitCounts.ts';

let folder: string;
beforeEach(() => void (folder = mkdtempSync(join(tmpdir(), 'trust-bench-counts-'))));
afterEach(() => rmSync(folder, { recursive: true, force: true }));

it('a journal with fewer units than are known has lost some; units that begin while it is read have not', async () => {
  const counts = new UnitCounts(folder);
  const before = counts.whyLost('a');
  await counts.atLeast('a', 1);
  expect(before(0)).toBeUndefined();
  const after = counts.whyLost('a');
  expect([after(0), after(1), after(2)]).toEqual(['this station has begun 1 units of the job, and the journal has 0.', undefined, undefined]);
});
