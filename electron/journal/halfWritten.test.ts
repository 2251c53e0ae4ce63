import { mkdtempSync, readFileSync, rmSync, type PathOrFileDescriptor } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { toldResult } from '../../core/job/refusal.ts';
import { ok } from '../../core/result/result.ts';
import { chipMemory, lineJob } from '../app/line/testing/lineBench.ts';
import { lineRig } from '../app/line/testing/lineRig.ts';
import { reportJob } from '../app/jobs/index.ts';
import { Journal } from './journal.ts';
import { verifyFile } from './verify.ts';

/** Room on the disk for what is appended, in bytes: all that fits is written, as the system does. */
const disk = vi.hoisted(() => ({ room: Infinity }));
vi.mock('node:fs', async (original) => {
  const fs = await original<typeof import('node:fs')>();
  return {
    ...fs,
    appendFileSync: (file: PathOrFileDescriptor, data: Uint8Array) => {
      fs.appendFileSync(file, data.subarray(0, disk.room));
      if (data.length > disk.room) throw Object.assign(new Error('ENOSPC'), { code: 'ENOSPC' });
    },
  };
});

let base: string;
beforeEach(() => void (base = mkdtempSync(join(tmpdir(), 'trust-bench-'))));
afterEach(() => {
  disk.room = Infinity;
  rmSync(base, { recursive: true });
});

const note = (run: string) => ({ what: 'step-begun', run, step: 'a', irreversible: true }) as const;

it('two lines of which the disk takes a part: neither is in the journal, wherever the disk was full', async () => {
  const folder = join(base, 'journal');
  const path = join(folder, '2026-03-01.jsonl');
  const one = new Journal({ folder, now: () => new Date('2026-03-01T08:00:00Z'), who: 'tester' });
  await one.append(note('first'));
  const before = readFileSync(path, 'utf8');
  for (let room = 0; room < 2 * before.length; room += 20) {
    disk.room = room;
    const written = await one.appendDecided(async () => ok([note('second'), note('third')]));
    if (written.ok) break;
    expect(written).toMatchObject({ fault: { code: 'journal/not-written', data: { reason: 'The disk is full.' } } });
    expect(readFileSync(path, 'utf8'), `${room} bytes`).toBe(before);
  }
  disk.room = Infinity;
  expect(await one.append(note('fourth'))).toEqual(ok(undefined));
  expect(await verifyFile(path)).toMatchObject({ ok: true, value: { lines: 5, torn: 0 } });
});

it('a unit that could not be taken because the disk was full: refused, and neither open nor counted', async () => {
  const rig = await lineRig({ folder: base, slots: 1, job: lineJob({ serial: { from: 'counter', prefix: 'N', width: 4, first: 1 } }) });
  try {
    const first = rig.slot(1);
    first.plug(chipMemory(1));
    await rig.until('the first passes', () => rig.state(1) === 'pass');
    first.take();
    await rig.until('the slot is empty', () => rig.state(1) === 'empty');
    // Enough for the line of the unit, not for that of its run.
    disk.room = 1_000;
    first.plug(chipMemory(2));
    await rig.until('it is told', () => rig.reports.length === 2);
    disk.room = Infinity;
    const told = rig.reports.map(({ report: { result, run, fault } }) => toldResult({ result, run, code: fault?.code }));
    expect(told).toEqual(['pass', 'refused']);
    expect(await reportJob(join(base, 'journal'), rig.file.job)).toMatchObject({ passed: 1, failed: 0, open: 0, units: [{ result: 'pass' }] });
  } finally {
    await rig.line.close();
  }
});
