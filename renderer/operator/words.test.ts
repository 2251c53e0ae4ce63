import '../testing/noProgram.ts';
import { describe, expect, it } from 'vitest';
import type { LineSlot } from '../../core/contract/line.ts';
import { promptOf, stepsOf, whatIsNew } from './words.ts';

const slot = (state: LineSlot['state'], more: Partial<LineSlot> = {}): LineSlot => ({ number: 3, name: 'Back left', place: { row: 0, column: 0 }, state, startable: false, ...more });
const fault = { code: 'x', what: 'The chip is not the family of the job.', why: 'It is an OPTIGA Trust M V1.', todo: 'Keep it apart.' };
const now = Date.parse('2026-11-28T12:00:40Z');

describe('what a tile says', () => {
  it('what to do, and why', () => {
    expect(stepsOf(slot('check', { fault }), now)).toEqual({ next: 'Take it out: red box.', why: 'The chip is not the family of the job. It is an OPTIGA Trust M V1.' });
    expect(stepsOf(slot('fail', { startable: true }), now)).toEqual({ next: 'Take it out and try again.', why: '' });
    expect(stepsOf(slot('fail', { away: true }), now), 'it was pulled out').toEqual({ next: 'Plug it in again.', why: '' });
    expect(stepsOf(slot('stopped', { fault: { ...fault, code: 'job/quantity-used', why: '' } }), now)).toEqual({ next: 'Take it out. Nothing was written.', why: fault.what });
    expect(stepsOf(slot('stopped', { fault: { ...fault, code: 'job/withdrawn' } }), now).next).toBe('Call the engineer.');
    expect(stepsOf(slot('stopped', { fault: { ...fault, code: 'link/dead' } }), now).next).toBe('Plug it in again.');
    expect(stepsOf(slot('pass'), now)).toEqual({ next: 'Take it out.', why: '' });
    expect(stepsOf(slot('working', { step: { title: 'Write the certificate', number: 2, of: 6 } }), now)).toEqual({ next: 'Step 2 of 6', why: 'Write the certificate' });
    expect(stepsOf(slot('done-before', { passedAt: '2026-11-28T12:00:00Z', serial: 'SN-1' }), now)).toEqual({ next: 'Take it out.', why: 'It passed 40 s ago as SN-1. Nothing was written.' });
  });
});

describe('the line above the tiles', () => {
  const job = { id: 'j', title: 't', revision: 1, quantity: 0, serial: 'given' } as const;
  const counts = { passed: 0, failed: 0, toCheck: 0, doneBefore: 0 };
  it.each([
    [{ job }, undefined, { tone: 'plain', text: 'Scan the serial number, or plug in the next chip.' }],
    [{ job: { ...job, serial: 'counter' as const } }, undefined, { tone: 'plain', text: 'Plug in the next chip.' }],
    [{ job, nextSerial: 'SN-1' }, undefined, { tone: 'accent', text: 'SN-1 is scanned. Plug in its chip.' }],
    [{ job, nextSerial: 'SN-1', scanFault: fault }, undefined, { tone: 'bad', text: fault.what, more: `${fault.why} Keep it apart.` }],
    [{ job, nextSerial: 'SN-1', counts: { ...counts, left: 0 } }, undefined, { tone: 'accent', text: 'All units of this job have passed. Call the engineer.' }],
    [{ job, counts: { ...counts, left: 1 } }, undefined, { tone: 'plain', text: 'Scan the serial number, or plug in the next chip.' }],
    [{ job, fault }, undefined, { tone: 'bad', text: 'This job cannot run now.' }],
    [{ job, scanFault: fault }, {}, { tone: 'accent', text: 'Scan your badge.' }],
    [{ job }, { again: 'broken' as const }, { tone: 'bad', text: 'The badge was not read whole. Scan it again.' }],
  ])('%j %j', (view, badge, prompt) => expect(promptOf({ counts, ...view }, badge)).toEqual(prompt));
});

describe('what a screen reader hears', () => {
  it('each new result, with the name of its slot', () => {
    const passed = slot('pass', { chipId: '0a', serial: 'SN-1' });
    expect(whatIsNew([slot('working')], [passed], now)).toEqual(['Back left: Pass, Serial number SN-1. Take it out.']);
    expect(whatIsNew([passed], [passed], now)).toEqual([]);
    expect(whatIsNew([passed], [{ ...passed, chipId: '0b' }], now), 'another chip').toHaveLength(1);
    expect(whatIsNew([passed], [slot('empty')], now)).toEqual([]);
    expect(whatIsNew([slot('empty')], [slot('working')], now)).toEqual([]);
  });
});
