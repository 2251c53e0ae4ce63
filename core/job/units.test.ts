import { expect, it } from 'vitest';
import { fault } from '../result/fault.ts';
import type { Job } from './job.ts';
import { sampleJob } from './testing/sampleJob.ts';
import { countUnits, serialOf, startUnit, type UnitTry } from './units.ts';

const given: Job = { ...sampleJob, quantity: 2, serial: { from: 'given' } };
const at = '2026-11-28T10:00:00Z';
const [taken, later] = [{ run: 'r', chipId: 'other', serial: 'A1', at }, '2026-11-28T11:00:00Z'];
const chosen: UnitTry = { run: '', chipId: 'other', serial: 'A1', at: later, reserved: true };
const used = (tries: readonly UnitTry[]) => serialOf(given, tries, 'mine', 'A1');
const because = (tried: string, result?: string) => ({ ok: false, fault: fault('job/serial-used', { serial: 'A1', chipId: 'other', at: tried, result }) });

it('a number that another unit has chosen is used, and no result is invented for it', () => {
  expect(used([chosen])).toEqual(because(later));
  expect(used([{ ...chosen, result: 'pass' }]), 'it has ended meanwhile').toEqual(because(later, 'pass'));
});

it('what the journal says of the other chip goes before a reservation, in any order', () => {
  for (const result of ['pass', 'fail', 'check', undefined] as const) {
    expect(used([{ ...taken, result }, chosen])).toEqual(because(at, result));
    expect(used([chosen, { ...taken, result }])).toEqual(because(at, result));
  }
});

it('a reservation has no part in the counts, whether its unit has ended or not', () => {
  const tries: readonly UnitTry[] = [{ ...taken, result: 'pass' }, { ...chosen, result: 'pass' }, { ...chosen, serial: 'A2' }];
  expect(countUnits(tries)).toEqual({ passed: 1, open: 0 });
  expect(startUnit(given, { tries }, 'mine', 'A3')).toEqual({ ok: true, value: { kind: 'begin', serial: 'A3', again: false } });
});
