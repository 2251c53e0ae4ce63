import { describe, expect, it } from 'vitest';
import type { Job } from './job.ts';
import { otherLayouts } from './keyboardLayouts.ts';
import { takeScan, type Scan, type ScanSituation, type ScanSlot } from './scan.ts';
import { sampleJob } from './testing/sampleJob.ts';
import type { UnitTry } from './units.ts';

const given: Job = { ...sampleJob, serial: { from: 'given' } };
const list: Job = { ...sampleJob, serial: { from: 'list', values: ['SN-0001', 'SN-0002', 'SN-0003', 'SN-0YZ4'] } };
const counted: Job = sampleJob;
const none: Job = { ...sampleJob, serial: undefined };

const done = (serial: string, result: UnitTry['result'] = 'pass', chipId = `chip of ${serial}`): UnitTry => ({ run: serial, chipId, serial, at: '2026-11-28T10:00:00Z', result });
const waiting = (number: number, waits: number): ScanSlot => ({ number, chipId: `chip ${number}`, waits });

function scanned(text: string, situation: Partial<ScanSituation> = {}, scan: Partial<Scan> = {}): string {
  const taken = takeScan({ text, at: 100_000, ...scan }, { job: given, tries: [], slots: [], ...situation });
  if (!taken.ok) return taken.fault.code;
  return taken.value.kind === 'keep' ? `keep ${taken.value.serial}` : `slot ${taken.value.slot}: ${taken.value.serial}`;
}

describe('to which slot a scan belongs', () => {
  it.each<[string, Partial<ScanSituation>, string]>([
    ['the only one that waits', { slots: [{ number: 1 }, waiting(2, 10)] }, 'slot 2: SN-1'],
    ['the one that waits for longest', { slots: [waiting(1, 30), waiting(2, 10), waiting(3, 20)] }, 'slot 2: SN-1'],
    ['none waits: the next chip', { slots: [{ number: 1 }] }, 'keep SN-1'],
    ['no slot at all', {}, 'keep SN-1'],
    ['the chip that failed with it, before one that waits', { slots: [waiting(1, 10), { number: 2, chipId: 'x', failed: 'SN-1' }], tries: [done('SN-1', 'fail', 'x')] }, 'slot 2: SN-1'],
    ['its chip failed, and is not plugged in', { tries: [done('SN-1', 'fail')] }, 'keep SN-1'],
    ['the same number is kept already', { kept: 'SN-1' }, 'keep SN-1'],
    ['another one is kept', { kept: 'SN-0' }, 'scan/kept'],
    ['another one is kept, and the scan is repeated after its refusal', { kept: 'SN-0', last: { text: 'SN-1', at: 97_000, became: 'scan/kept' } }, 'keep SN-1'],
    ['refused a moment ago: the label was scanned twice', { kept: 'SN-0', last: { text: 'SN-1', at: 98_500, became: 'scan/kept' } }, 'scan/kept'],
    ['refused long ago', { kept: 'SN-0', last: { text: 'SN-1', at: 1_000, became: 'scan/kept' } }, 'scan/kept'],
    ['another number was refused', { kept: 'SN-0', last: { text: 'SN-2', at: 97_000, became: 'scan/kept' } }, 'scan/kept'],
  ])('%s', (_, situation, wanted) => {
    expect(scanned('SN-1', situation)).toBe(wanted);
  });
});

describe('a scan that is refused', () => {
  const slots = [waiting(1, 10)];
  it.each<[string, string, Partial<ScanSituation>, string]>([
    ['only an Enter', '', {}, 'scan/broken'],
    ['in pieces', 'SN-\n0001', {}, 'scan/broken'],
    ['a part of a number of the list', '0001', { job: list }, 'scan/broken'],
    ['the beginning of a number of the list', 'SN-', { job: list }, 'scan/broken'],
    ['shorter than the earlier ones, and a part of one', 'SN-00', { tries: [done('SN-0001')] }, 'scan/broken'],
    ['shorter, and without their beginning', '17', { tries: [done('SN-0001'), done('SN-0002')] }, 'scan/broken'],
    ['twice in one scan', 'SN-0001SN-0001', {}, 'scan/doubled'],
    ['twice, with a line end between', 'SN-0001\rSN-0001', {}, 'scan/doubled'],
    ['twice, of a list', 'SN-0001SN-0001', { job: list }, 'scan/doubled'],
    ['twice within two seconds', 'SN-0001', { last: { text: 'SN-0001', at: 98_001, became: 'taken' } }, 'scan/repeated'],
    ['a US scanner at a German computer', 'SN\u00df0001', {}, 'scan/layout'],
    ['a US scanner at a German computer, with only letters changed', 'SNß0ZY4', { job: list }, 'scan/layout'],
    ['a German scanner at a US computer', 'SN/0002', { job: list }, 'scan/layout'],
    ['a US scanner at a French computer', 'SN)àààé', {}, 'scan/layout'],
    ['a US scanner at a French computer, by ASCII alone', 'SN(-&', {}, 'scan/layout'],
    ['with Caps Lock on', 'sn-0003', { tries: [done('SN-0001'), done('SN-0002')] }, 'scan/caps-lock'],
    ['with Caps Lock on, of the list', 'sn-0002', { job: list }, 'scan/caps-lock'],
    ['letters of no layout', 'SN-日本', {}, 'scan/layout'],
    ['used by a unit that passed', 'SN-0001', { tries: [done('SN-0001')] }, 'job/serial-used'],
    ['used by a unit that is being worked on', 'SN-0001', { tries: [done('SN-0001', undefined)] }, 'job/serial-used'],
    ['used by a chip that failed, while another chip waits', 'SN-0001', { tries: [done('SN-0001', 'fail')] }, 'job/serial-used'],
    ['not in the list', 'SN-0009', { job: list }, 'job/serial-not-asked'],
    ['the chip has another one', 'SN-0002', { tries: [done('SN-0001', 'fail', 'chip 1')] }, 'job/serial-differs'],
    ['a job that counts its serial numbers itself', 'SN-0001', { job: counted }, 'job/serial-not-asked'],
    ['a job without serial numbers', 'SN-0001', { job: none }, 'job/serial-not-asked'],
    ['too long', 'x'.repeat(65), {}, 'job/serial-malformed'],
    ['a blank at its end', 'SN-1 ', {}, 'job/serial-malformed'],
  ])('%s', (_, text, situation, wanted) => {
    expect(scanned(text, { slots, ...situation })).toBe(wanted);
  });

  it('a scan without Enter is refused', () => {
    expect(scanned('SN-0001', { slots }, { broken: true })).toBe('scan/broken');
  });

  it('refuses a used number even when no slot waits for one', () => {
    expect([scanned('SN-1', { tries: [done('SN-1')] }), scanned('SN-0009', { job: list })]).toEqual(['job/serial-used', 'job/serial-not-asked']);
  });

  it('says what the label may say', () => {
    const taken = takeScan({ text: 'SNß0001', at: 0 }, { job: given, tries: [], slots: [] });
    expect(taken.ok ? taken.value : taken.fault.data).toEqual({ text: 'SNß0001', meant: 'SN-0001', scanner: 'US', computer: 'German' });
  });
});

describe('a scan that looks wrong but is accepted', () => {
  it.each<[string, string, Partial<ScanSituation>]>([
    ['a short number that is its half twice', '4242', {}],
    ['as long as the earlier ones, and its half twice', 'AB12AB12', { tries: [done('AB12CD34')] }],
    ['its half twice, and in the list', 'AA11AA11', { job: { ...list, serial: { from: 'list', values: ['AA11AA11', 'AA11'] } } }],
    ['one character', '7', {}],
    ['longer than the earlier ones', 'SN-10', { tries: [done('SN-9')] }],
    ['two seconds after the same one, which was refused', 'SN-1', { last: { text: 'SN-1', at: 99_900, became: 'scan/broken' } }],
    ['brackets and digits', 'A(1)', {}],
    ['the other case, where numbers begin with any letter', 'A3d', { tries: [done('a1f'), done('a2c')] }],
    ['the other case, and only one is known', 'sn-0002', { tries: [done('SN-0001')] }],
    ['64 characters', 'Z'.repeat(32) + 'A'.repeat(32), {}],
  ])('%s', (_, text, situation) => {
    expect(scanned(text, situation)).toBe(`keep ${text}`);
  });
});

it.each([
  ['German', 'ayAY019ß?.-'],
  ['French', 'qwQWà&ç)°:!'],
])('what a US scanner sends to a computer with the %s layout', (computer, shown) => {
  expect(otherLayouts(shown).find((other) => other.computer === computer && other.scanner === 'US')?.meant).toBe('azAZ019-_./');
});
