import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeAll, beforeEach, expect, it } from 'vitest';
import { utf8 } from '../../../../core/bytes/bytes.ts';
import { toHex } from '../../../../core/bytes/hex.ts';
import { seededRandom } from '../../../../core/keys/testing/random.ts';
import type { ChipState } from '../../../../core/simulator/chip/state.ts';
import { thisOwner } from '../../../../electron/files/owner.ts';
import { openJournal } from '../../../../electron/journal/openJournal.ts';
import { chipIdOf, wrongCount } from './count.ts';
import { twoUnits, type JobProcedure } from './jobProcedure.ts';

let folder = '';
let procedure: JobProcedure;
beforeAll(async () => void (procedure = await twoUnits()));
beforeEach(() => void (folder = mkdtempSync(join(tmpdir(), 'trust-bench-count-'))));
afterEach(() => rmSync(folder, { recursive: true }));

const chip = (nth: number, serial: string): ChipState => {
  const state = [...procedure.chips, procedure.oneMore][nth - 1];
  if (state === undefined) throw new Error('no such chip');
  return { ...state, objects: { ...state.objects, f1d0: { metadata: state.objects['f1d0']?.metadata ?? '2000', data: toHex(utf8(serial)) } } };
};

/** Writes tries into the journal of the station. @param tries chip, serial number, result; no result: open */
async function tried(...tries: readonly (readonly [number, string, ('pass' | 'fail' | 'refused')?])[]): Promise<void> {
  const journal = openJournal(folder, seededRandom('count'), () => new Date('2026-01-02T00:00:00Z'));
  const { id: job, title } = procedure.file.job;
  for (const [index, [nth, serial, result]] of tries.entries()) {
    const unit = { run: `run ${index}`, job, revision: 1, chipId: chipIdOf(chip(nth, '')), serial };
    if (result === 'refused') {
      const { run: _, ...notTaken } = unit;
      await journal.appendSigned({ what: 'unit-ended', ...notTaken, result: 'fail', code: 'job/quantity-used', says: '', ms: 1 });
      continue;
    }
    await journal.appendSigned({ what: 'unit-taken', ...unit, title, owner: thisOwner('') });
    if (result !== undefined) await journal.appendSigned({ what: 'unit-ended', ...unit, result, says: '', ms: 1 });
  }
}
const wrong = (): Promise<string[]> => wrongCount(folder, procedure, [chip(1, 'SN-0001'), chip(2, 'SN-0002')]);
const refused = [3, 'SN-0003', 'refused'] as const;

it('one pass of each chip, also after a fail, and one chip that was refused', async () => {
  await tried([1, 'SN-0001', 'fail'], [1, 'SN-0001', 'pass'], [2, 'SN-0002', 'pass'], refused);
  expect(await wrong()).toEqual([]);
});

it('a unit that is counted twice', async () => {
  await tried([1, 'SN-0001', 'pass'], [1, 'SN-0001', 'pass'], [2, 'SN-0002', 'pass'], refused);
  expect(await wrong()).toEqual(['the count is {"passed":3,"open":0,"left":0,"failed":0,"toCheck":0,"refused":1}', 'a chip has 2 passes', 'two units have one serial number']);
});

it('a pass that was lost', async () => {
  await tried([1, 'SN-0001', 'pass'], [2, 'SN-0002', 'fail'], refused);
  expect(await wrong()).toEqual(['the count is {"passed":1,"open":0,"left":1,"failed":1,"toCheck":0,"refused":1}', 'a chip has 0 passes']);
});

it('a unit that stays open', async () => {
  await tried([1, 'SN-0001'], [1, 'SN-0001', 'pass'], [2, 'SN-0002', 'pass'], refused);
  expect(await wrong()).toEqual(['the count is {"passed":2,"open":1,"left":0,"failed":0,"toCheck":0,"refused":1}']);
});

it('a serial number that is another one in the chip', async () => {
  await tried([1, 'SN-0001', 'pass'], [2, 'SN-0004', 'pass'], refused);
  expect(await wrong()).toEqual(['the serial number in the chip is 534e2d30303032, in the report SN-0004']);
});
