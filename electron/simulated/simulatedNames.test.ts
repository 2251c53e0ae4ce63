import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { must } from '../../core/result/result.ts';
import { parseSimulated } from './simulatedBoards.ts';
import { memoriesIn, onlyOurs } from './simulatedNames.ts';

const folder = mkdtempSync(join(tmpdir(), 'trust-bench-names-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

it('memories that somebody put there are boards of the list, and may be asked for; other files are not', async () => {
  for (const name of ['simulated-reel-7.json', 'simulated-trust-m-v3.json', 'simulated-express.json', 'simulated-a.json.lock', 'simulated-.hidden.json', 'settings.json']) writeFileSync(join(folder, name), '{}');
  const found = await memoriesIn(folder);
  expect(found).toEqual([{ path: 'simulated@simulated-reel-7.json', kind: 'simulated', title: 'Simulated board: reel-7' }]);
  for (const { path } of found) expect(must(onlyOurs(folder)(parseSimulated(path) ?? {}, path))).toEqual({ state: join(folder, 'simulated-reel-7.json') });
  expect(await memoriesIn(join(folder, 'none'))).toEqual([]);
});
