import { describe, expect, it } from 'vitest';
import { fault } from '../result/fault.ts';
import { emptySlot, failedSerial, isStartable, nextSlot, type SlotEvent, type SlotState } from './slotState.ts';

const [one, two] = ['0a09a413000a0084007c', '0a09a413000a0084007d'];
const lost = fault('link/closed', { port: 'COM3' });
const mute = fault('link/not-a-bridge', { port: 'COM3', answered: 'other' });
const twice = fault('line/chip-twice', { chipId: one, slots: ['Slot 1', 'Slot 2'] });
const usedUp = fault('job/quantity-used', { job: 'x', quantity: 1, passed: 1, open: 0 });
const after = (...events: readonly SlotEvent[]): SlotState => events.reduce(nextSlot, emptySlot);

const chip: SlotEvent = { what: 'chip', chipId: one };
const begins: SlotEvent = { what: 'begins', serial: 'SN-1' };
const pass: SlotEvent = { what: 'ended', result: 'pass', serial: 'SN-1' };
const fail: SlotEvent = { what: 'ended', result: 'fail', serial: 'SN-1', fault: lost };
const gone: SlotEvent = { what: 'gone' };

describe('a slot', () => {
  it.each<[string, readonly SlotEvent[], SlotState]>([
    ['at the beginning', [], { name: 'empty' }],
    ['a chip answers', [chip], { name: 'looking', chipId: one }],
    ['it has no serial number', [chip, { what: 'needs-serial', at: 5 }], { name: 'needs-scan', chipId: one, since: 5 }],
    ['it waits for the button', [chip, { what: 'waits', at: 5 }], { name: 'ready', chipId: one, since: 5 }],
    ['it passed before', [chip, { what: 'known', passedAt: '2026-11-28T10:00:00Z', serial: 'SN-0' }], { name: 'done-before', chipId: one, serial: 'SN-0', passedAt: '2026-11-28T10:00:00Z' }],
    ['it works', [chip, begins], { name: 'working', chipId: one, serial: 'SN-1' }],
    ['the counter gives the number', [chip, { what: 'begins' }, { what: 'unit', serial: 'SN-7' }], { name: 'working', chipId: one, serial: 'SN-7' }],
    ['steps are counted', [chip, begins, { what: 'step', title: 'Write A' }, { what: 'step', title: 'Lock A' }], { name: 'working', chipId: one, serial: 'SN-1', step: { title: 'Lock A', number: 2 } }],
    ['it passes', [chip, begins, pass], { name: 'pass', chipId: one, serial: 'SN-1' }],
    ['a pass, then the chip is gone', [chip, begins, pass, gone], { name: 'empty' }],
    ['a pass, then another chip', [chip, begins, pass, { what: 'chip', chipId: two }], { name: 'looking', chipId: two }],
    ['a pass of a chip that is gone already', [chip, begins, gone, pass], { name: 'empty' }],
    ['done before, of a chip that is gone already', [chip, begins, gone, { ...pass, result: 'done-before' }], { name: 'empty' }],
    ['a pass that comes when another chip answers', [chip, begins, { what: 'chip', chipId: two }, pass], { name: 'looking', chipId: two }],
    ['a pass that comes after the slot was stopped', [chip, begins, { what: 'stop', fault: twice }, pass], { name: 'stopped', chipId: one, fault: twice }],
    ['a pass, then the same chip in another slot', [chip, begins, pass, { what: 'stop', fault: twice }], { name: 'stopped', chipId: one, fault: twice }],
    ['stopped, then the chip is taken out', [chip, { what: 'stop', fault: twice }, gone], { name: 'empty' }],
    ['it fails, and is taken out', [chip, begins, fail, gone], { name: 'empty' }],
    ['pulled out while it worked: the fail stays', [chip, begins, gone, fail], { name: 'fail', chipId: one, serial: 'SN-1', fault: lost, away: true }],
    ['pulled out while it worked, and still gone', [chip, begins, gone, fail, gone], { name: 'fail', chipId: one, serial: 'SN-1', fault: lost, away: true }],
    ['pulled out while it worked, then a chip', [chip, begins, gone, fail, { what: 'chip', chipId: two }], { name: 'looking', chipId: two }],
    ['tried again by the button', [chip, begins, fail, { what: 'begins' }], { name: 'working', chipId: one, serial: 'SN-1' }],
    ['no second unit while one works', [chip, begins, { what: 'begins', serial: 'SN-2' }], { name: 'working', chipId: one, serial: 'SN-1' }],
    ['no unit after a pass', [chip, begins, pass, begins], { name: 'pass', chipId: one, serial: 'SN-1' }],
    ['no unit without a chip', [begins], { name: 'empty' }],
    ['its serial number was another chip\'s', [chip, begins, { what: 'needs-serial', at: 9, fault: lost }], { name: 'needs-scan', chipId: one, since: 9, fault: lost }],
    ['its port is open, and nothing answers yet', [{ what: 'opens' }], { name: 'connecting' }],
    ['a chip answers after that', [{ what: 'opens' }, chip], { name: 'looking', chipId: one }],
    ['the board is pulled out before it answers', [{ what: 'opens' }, gone], { name: 'empty' }],
    ['what is on the port never answers', [{ what: 'opens' }, { what: 'unreadable', fault: lost }], { name: 'stopped', fault: lost }],
    ['then for another reason', [{ what: 'unreadable', fault: lost }, { what: 'opens' }, { what: 'unreadable', fault: mute }], { name: 'stopped', fault: mute }],
    ['the same chip in two slots: the port is not the reason', [chip, { what: 'stop', fault: twice }, { what: 'unreadable', fault: mute }], { name: 'stopped', chipId: one, fault: twice }],
    ['it is asked again', [{ what: 'unreadable', fault: lost }, { what: 'opens' }], { name: 'stopped', fault: lost }],
    ['it is taken away', [{ what: 'unreadable', fault: lost }, gone], { name: 'empty' }],
    ['a fail of a pulled out chip stays while its port is opened, and while nothing answers', [chip, begins, gone, fail, { what: 'opens' }, { what: 'unreadable', fault: lost }], { name: 'fail', chipId: one, serial: 'SN-1', fault: lost, away: true }],
    ['the unit was refused', [chip, begins, { what: 'refused', fault: usedUp }], { name: 'stopped', chipId: one, serial: 'SN-1', fault: usedUp }],
    ['the unit was refused, and its chip is gone already', [chip, begins, gone, { what: 'refused', fault: usedUp }], { name: 'empty' }],
    ['a refusal that comes when another chip answers', [chip, begins, { what: 'chip', chipId: two }, { what: 'refused', fault: usedUp }], { name: 'looking', chipId: two }],
    ['what is known comes too late', [chip, gone, { what: 'known', passedAt: 'x' }, { what: 'needs-serial', at: 1 }, { what: 'waits', at: 1 }], { name: 'empty' }],
  ])('%s', (_, events, wanted) => {
    expect(after(...events)).toEqual(wanted);
  });

  const check = (why: SlotEvent & { readonly what: 'ended' }): SlotState => after(chip, begins, { ...why, result: 'check' });
  it.each<[string, SlotState, boolean]>([
    ['empty', emptySlot, false],
    ['without a serial number', after(chip, { what: 'needs-serial', at: 1 }), false],
    ['ready', after(chip, { what: 'waits', at: 1 }), true],
    ['working', after(chip, begins), false],
    ['pass', after(chip, begins, pass), false],
    ['fail', after(chip, begins, fail), true],
    ['fail, pulled out', after(chip, begins, gone, fail), false],
    ['to check after a lost link: goes on from what the chip holds', check(fail), true],
    ['to check after three fails', check({ ...fail, fault: fault('job/three-fails', { chipId: one, tries: 3 }) }), false],
    ['done before', after(chip, { what: 'known', passedAt: 'x' }), false],
    ['refused: nothing is wrong with the chip, and nothing to try again', after(chip, begins, { what: 'refused', fault: usedUp }), false],
    ['stopped', after(chip, { what: 'stop', fault: twice }), false],
  ])('the button: %s', (_, state, startable) => {
    expect(isStartable(state)).toBe(startable);
  });

  it('a failed chip keeps its serial number', () => {
    expect([failedSerial(after(chip, begins, fail)), failedSerial(after(chip, begins, pass)), failedSerial(after(chip, begins, gone, fail))]).toEqual(['SN-1', undefined, undefined]);
  });
});
