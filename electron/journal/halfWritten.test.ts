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

/**
 * `room`: how many bytes of what is appended fit onto the disk; these are written, as the system does. `fullFrom`: the first lines
 * with this text and all later ones find no room.
 */
const disk = vi.hoisted(() => ({ room: Infinity, fullFrom: 'nothing' }));
vi.mock('node:fs', async (original) => {
  const fs = await original<typeof import('node:fs')>();
  return {
    ...fs,
    appendFileSync: (file: PathOrFileDescriptor, data: Uint8Array) => {
      if (Buffer.from(data).includes(disk.fullFrom)) disk.room = 0;
      fs.appendFileSync(file, data.subarray(0, disk.room));
      if (data.length > disk.room) throw Object.assign(new Error('ENOSPC'), { code: 'ENOSPC' });
    },
  };
});

let base: string;
beforeEach(() => void (base = mkdtempSync(join(tmpdir(), 'trust-bench-'))));
afterEach(() => {
  Object.assign(disk, { room: Infinity, fullFrom: 'nothing' });
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

it.each([
  ['before its first step: it failed, and its chip is as it was', '"step-begun"', 'fail', 'journal/not-written', '00', 'fail'],
  ['before its lock: it failed, nothing is half done', '"step":"lock"', 'fail', 'journal/not-written', '4e30303031', 'fail'],
  ['at its end: to check, since no pass counts without its line', '"unit-ended"', 'check', 'journal/end-not-written', '4e30303031', 'check'],
])('the disk is full %s; the report says the same later', async (_, fullFrom, result, code, held, later) => {
  const rig = await lineRig({ folder: base, slots: 1, job: lineJob({ serial: { from: 'counter', prefix: 'N', width: 4, first: 1 } }) });
  try {
    disk.fullFrom = fullFrom;
    rig.slot(1).plug(chipMemory(1));
    await rig.until('it is told', () => rig.reports.length === 1);
    Object.assign(disk, { room: Infinity, fullFrom: 'nothing' });
    expect(rig.reports[0]?.report).toMatchObject({ result, fault: { code } });
    expect(rig.slot(1).chip.snapshot().objects['f1d4']?.data).toBe(held);
    // The next unit gives the one before its result.
    rig.slot(1).plug(chipMemory(2));
    await rig.until('the next one passes', () => rig.reports.length === 2);
    const { units } = await reportJob(join(base, 'journal'), rig.file.job);
    expect(units.map((unit) => unit.result)).toEqual([later, 'pass']);
  } finally {
    await rig.line.close();
  }
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
