import '../testing/noProgram.ts';
import { describe, expect, it } from 'vitest';
import type { LineSlot } from '../../core/contract/line.ts';
import { nextSteps, operatorTexts as texts, stateWords } from './texts.ts';
import { promptOf, stepsOf, whatIsNew } from './words.ts';

const slot = (state: LineSlot['state'], more: Partial<LineSlot> = {}): LineSlot => ({ number: 3, name: 'Back left', place: { row: 0, column: 0 }, state, startable: false, ...more });
const fault = { code: 'x', what: 'The chip is not the family of the job.', why: 'It is an OPTIGA Trust M V1.', todo: 'Keep it apart.' };
const now = Date.parse('2026-11-28T12:00:40Z');

describe('what a tile says', () => {
  it('what to do, and why', () => {
    expect(stepsOf(slot('check', { fault }), now)).toEqual({ next: nextSteps.check, why: `${fault.what} ${fault.why}` });
    expect(stepsOf(slot('fail', { startable: true }), now)).toEqual({ next: nextSteps.fail, why: '' });
    expect(stepsOf(slot('fail', { away: true }), now), 'it was pulled out').toEqual({ next: texts.plugInAgain, why: '' });
    expect(stepsOf(slot('stopped', { fault: { ...fault, code: 'job/quantity-used', why: '' } }), now)).toEqual({ next: texts.over, why: fault.what });
    expect(stepsOf(slot('stopped', { fault: { ...fault, code: 'job/withdrawn' } }), now).next).toBe(nextSteps.stopped);
    expect(stepsOf(slot('stopped', { fault: { ...fault, code: 'link/dead' } }), now).next).toBe(texts.plugInAgain);
    expect(stepsOf(slot('pass'), now)).toEqual({ next: nextSteps.pass, why: '' });
    expect(stepsOf(slot('working', { step: { title: 'Write the certificate', number: 2, of: 6 } }), now)).toEqual({ next: texts.stepOf(2, 6), why: 'Write the certificate' });
    expect(stepsOf(slot('done-before', { passedAt: '2026-11-28T12:00:00Z', serial: 'SN-1' }), now)).toEqual({ next: nextSteps['done-before'], why: texts.passedBefore('40 s ago', 'SN-1') });
  });
});

describe('the line above the tiles', () => {
  const job = { id: 'j', title: 't', revision: 1, quantity: 0, serial: 'given' } as const;
  const counts = { passed: 0, failed: 0, toCheck: 0, doneBefore: 0 };
  it.each([
    [{ job }, undefined, { tone: 'plain', text: texts.prompts.given }],
    [{ job: { ...job, serial: 'counter' as const } }, undefined, { tone: 'plain', text: texts.prompts.other }],
    [{ job, nextSerial: 'SN-1' }, undefined, { tone: 'accent', text: texts.prompts.plugIn('SN-1') }],
    [{ job, nextSerial: 'SN-1', scanFault: fault }, undefined, { tone: 'bad', text: fault.what, more: `${fault.why} ${fault.todo}` }],
    [{ job, nextSerial: 'SN-1', counts: { ...counts, left: 0 } }, undefined, { tone: 'accent', text: texts.prompts.allDone }],
    [{ job, counts: { ...counts, left: 1 } }, undefined, { tone: 'plain', text: texts.prompts.given }],
    [{ job, fault, leaving: true as const }, undefined, { tone: 'accent', text: texts.leaving }],
    [{ job, fault }, undefined, { tone: 'bad', text: texts.prompts.cannotRun }],
    [{ job, scanFault: fault }, {}, { tone: 'accent', text: texts.prompts.badge }],
    [{ job }, { again: 'broken' as const }, { tone: 'bad', text: texts.prompts.badgeBroken }],
  ])('%j %j', (view, badge, prompt) => expect(promptOf({ counts, ...view }, badge)).toEqual(prompt));
});

describe('what a screen reader hears', () => {
  it('each new result, with the name of its slot', () => {
    const passed = slot('pass', { chipId: '0a', serial: 'SN-1' });
    expect(whatIsNew([slot('working')], [passed], now)).toEqual([`Back left: ${stateWords.pass}, ${texts.serial('SN-1')}. ${nextSteps.pass}`]);
    expect(whatIsNew([passed], [passed], now)).toEqual([]);
    expect(whatIsNew([passed], [{ ...passed, chipId: '0b' }], now), 'another chip').toHaveLength(1);
    expect(whatIsNew([passed], [slot('empty')], now)).toEqual([]);
    expect(whatIsNew([slot('empty')], [slot('working')], now)).toEqual([]);
  });
});
