import { existsSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { seededRandom } from '../../core/keys/testing/random.ts';
import { rehearse } from '../../core/plan/rehearse.ts';
import { toolsOn } from '../../core/plan/stepKind.ts';
import { runPlan } from '../../core/plan/run.ts';
import { must } from '../../core/result/result.ts';
import { changesChip } from '../../e2e/harness/faults/cuts.ts';
import { linesIn } from '../../e2e/harness/faults/kills/disk.ts';
import { procedures } from '../../e2e/harness/faults/procedures.ts';
import { makeRig, openSession } from '../../e2e/harness/faults/rig.ts';
import type { Happening } from './entry.ts';
import { Journal } from './journal.ts';
import { RunRecord } from './recorder.ts';

/** A journal that makes its folder unusable before its `nth` write. */
class SpoiltJournal extends Journal {
  #left: number;
  readonly #spoil: () => void;

  constructor(folder: string, nth: number, spoil: () => void) {
    super({ folder, now: () => new Date('2026-03-01T08:00:00Z'), who: 'tester@bench' });
    this.#left = nth;
    this.#spoil = spoil;
  }

  override append(...said: Happening[]): ReturnType<Journal['append']> {
    this.#left -= 1;
    if (this.#left === 0) this.#spoil();
    return super.append(...said);
  }
}

interface Stopped {
  /** Requests that reached the chip after the journal became unwritable. */
  readonly after: number;
  /** Requests that changed the chip in a step that is not in the journal. */
  readonly unrecorded: number;
  readonly changes: number;
  readonly fault: unknown;
}

/** Runs the procedure with a journal that fails from its `nth` line on; undefined when the whole run succeeded. */
async function stopAt(index: number, nth: number, spoilFolder: (folder: string) => void): Promise<Stopped | undefined> {
  const procedure = await (procedures[index] as (typeof procedures)[number])();
  const [start] = procedure.chips;
  if (start === undefined) throw new Error('no chip');
  const base = mkdtempSync(join(tmpdir(), 'trust-bench-stopped-'));
  const folder = join(base, 'journal');
  mkdirSync(folder);
  let spoilt = false;
  const count = { after: 0, unrecorded: 0, changes: 0 };
  const rig = makeRig(start, [], (apdu) => {
    if (spoilt) count.after += 1;
    if (!changesChip(apdu)) return;
    count.changes += 1;
    if (spoilt || linesIn(folder).at(-1)?.includes('"step-begun"') !== true) count.unrecorded += 1;
  });
  try {
    const session = must(await openSession(rig.board.port, rig.clock));
    const journal = new SpoiltJournal(folder, nth, () => {
      spoilt = true;
      spoilFolder(folder);
    });
    const { plan } = procedure;
    const rehearsal = await rehearse(plan, session.identity, { materials: procedure.materials(), random: seededRandom('x'), clock: rig.clock });
    const record = await RunRecord.begin(journal, { run: 'r', plan, rehearsal, identity: session.identity, port: 'p', simulated: true, materials: procedure.materials() });
    if (!record.ok) return { ...count, fault: record.fault };
    const result = await runPlan(plan, toolsOn(session, { materials: procedure.materials(), random: seededRandom('y') }), record.value.hooks);
    if (result.fault === undefined) return undefined;
    expect(result.fault.code).toBe('journal/not-written');
    return { ...count, fault: result.fault };
  } finally {
    rmSync(base, { recursive: true, force: true });
  }
}

const diskFull = (folder: string): void => {
  rmSync(join(folder, '2026-03-01.jsonl'), { force: true });
  symlinkSync('/dev/full', join(folder, '2026-03-01.jsonl'));
};
const folderGone = (folder: string): void => {
  rmSync(folder, { recursive: true });
  writeFileSync(folder, 'a file');
};

describe('a journal that cannot be written from any of its lines on: the run stops there', () => {
  const ways = [
    ['the disk is full', diskFull, 'The disk is full.'],
    ['the folder is gone', folderGone, 'taken by a file'],
  ] as const;
  it.runIf(existsSync('/dev/full')).each(ways)('%s: the chip gets nothing more', async (_, spoil, why) => {
    let most = 0;
    for (let nth = 1; ; nth++) {
      const stopped = await stopAt(0, nth, spoil);
      if (stopped === undefined) break;
      expect(stopped, `write ${nth}`).toMatchObject({ after: 0, unrecorded: 0 });
      expect(stopped.fault).toMatchObject({ data: { reason: expect.stringContaining(why) } });
      most = Math.max(most, stopped.changes);
      if (nth === 1) expect(stopped.changes).toBe(0);
    }
    expect(most, 'it was stopped late too').toBeGreaterThan(5);
  });
});
