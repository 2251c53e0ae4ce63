import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { sleep } from '../../../core/bridge/bytePort.ts';
import { utf8 } from '../../../core/bytes/bytes.ts';
import { decodeJobFile } from '../../../core/job/jobFile.ts';
import type { JobFile } from '../../../core/job/job.ts';
import { fault } from '../../../core/result/fault.ts';
import { err, must, ok, type Result } from '../../../core/result/result.ts';
import { ManualClock } from '../../../core/simulator/testing/manualClock.ts';
import { Board } from '../../board/board.ts';
import { openJournal } from '../../journal/openJournal.ts';
import { nodeRandomness } from '../../serial/randomness.ts';
import { JobService, type UnitParts } from '../jobs/index.ts';
import { Line, type LineSlotAt } from './line.ts';
import { chipMemory, lineJob, releaseJob } from './testing/lineBench.ts';
import { RigSlot } from './testing/lineRig.ts';

let folder: string;
let clock: ManualClock;
let file: JobFile;
let service: JobService;
let line: Line;
/** Answers the checks of the job, in their order. `first`: before the job was admitted. */
let answers: { first: ((answer: Result<UnitParts>) => void)[]; later: ((answer: Result<void>) => void)[] };
let watched: number;
/** Whether the slots are known. */
let isListed: boolean;
const slot = new RigSlot(1);
const old = fault('line/no-job', {});

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'trust-bench-'));
  [clock, answers, watched, isListed] = [new ManualClock(), { first: [], later: [] }, 0, true];
  service = JobService.in(folder, openJournal(folder, nodeRandomness, () => new Date()), () => new Date());
  file = must(decodeJobFile(utf8(await releaseJob(folder, lineJob({ serial: { from: 'counter', prefix: 'N', width: 4, first: 1 } }))), 'a.tbjob'));
  const at: LineSlotAt = { number: 1, name: 'Slot 1', place: { row: 0, column: 0 }, path: slot.path };
  line = new Line({
    file,
    open: () => new Promise((resolve) => answers.first.push(resolve)),
    stillAdmitted: () => new Promise((resolve) => answers.later.push(resolve)),
    makeBoard: () => new Board({ clock, onExchange: () => undefined, openPort: async () => slot.open() }),
    clock,
    now: () => new Date(),
    watchSlots: (listener) => {
      watched += 1;
      if (isListed) listener([at]);
      return () => (watched -= 1);
    },
    onChange: () => undefined,
  });
});
afterEach(async () => {
  await line.close();
  rmSync(folder, { recursive: true, force: true });
});

/** What the job needs, and whether its secrets were wiped. */
async function parts() {
  const made = must((await service.toRun(file, folder, { clock, random: nodeRandomness })).parts);
  return { made, wiped: vi.spyOn(made.sources, 'wipe') };
}
const until = async (holds: () => boolean): Promise<void> => {
  while (!holds()) await sleep(clock, 10);
};

describe('a check of the job that ends after a newer one', () => {
  /** The job is refused. Its next check still runs when it is asked again at once, and that is answered. */
  async function admittedBefore(newer: UnitParts): Promise<void> {
    const opened = line.open();
    answers.first[0]?.(err(old));
    await opened;
    await until(() => answers.first.length === 2);
    const again = line.admitAgain();
    answers.first[2]?.(ok(newer));
    await again;
    expect(line.view().fault).toBeUndefined();
  }

  it('does not block the line again', async () => {
    await admittedBefore((await parts()).made);
    answers.first[1]?.(err(old));
    await sleep(clock, 10);
    expect(line.view().fault).toBeUndefined();
  });

  it('does not replace what the line uses, and its secrets are wiped', async () => {
    const [older, newer] = [await parts(), await parts()];
    await admittedBefore(newer.made);
    answers.first[1]?.(ok(older.made));
    await sleep(clock, 10);
    expect([older.wiped.mock.calls.length, newer.wiped.mock.calls.length]).toEqual([1, 0]);
  });
});

describe('a line that is closed while it is opened or its job is checked', () => {
  it('keeps no secrets, and does not watch the slots', async () => {
    const { made, wiped } = await parts();
    const opened = line.open();
    await line.close();
    answers.first[0]?.(ok(made));
    await opened;
    expect([wiped.mock.calls.length, watched]).toEqual([1, 0]);
  });

  it('is open no longer, although its slots were never known', async () => {
    isListed = false;
    const opened = line.open();
    answers.first[0]?.(ok((await parts()).made));
    await until(() => watched === 1);
    await line.close();
    expect([await opened, watched]).toEqual([undefined, 0]);
  });

  it('before a unit: the job is not checked again afterwards', async () => {
    slot.plug(chipMemory(1), '', clock);
    const opened = line.open();
    answers.first[0]?.(ok((await parts()).made));
    await opened;
    await until(() => answers.later.length === 1);
    await line.close();
    answers.later[0]?.(err(old));
    await sleep(clock, 10_000);
    expect(answers.later.length).toBe(1);
  });
});
