import { describe, expect, it } from 'vitest';
import { faultText } from './fault.tsx';
import { nextIndex } from './moveFocus.ts';
import { sameOid } from './oid.ts';

describe('sameOid', () => {
  it.each([
    ['e0e3', true],
    ['E0E3', true],
    ['0xE0E3', true],
    [' 0xe0e3 ', true],
    ['e0e', false],
    ['e0e4', false],
    ['', false],
  ])('%j', (typed, same) => expect(sameOid(typed, '0xE0E3')).toBe(same));
  it('an empty text confirms nothing, whatever the object is called', () => expect(sameOid('', '')).toBe(false));
});

describe('nextIndex', () => {
  it.each([
    ['ArrowDown', 1, 2],
    ['ArrowDown', 4, 4],
    ['ArrowUp', 0, 0],
    ['Home', 3, 0],
    ['End', 1, 4],
    ['a', 1, undefined],
  ])('%s from %i of five', (key, at, to) => expect(nextIndex(key, at, 5)).toBe(to));
});

describe('faultText', () => {
  it('has the four parts, then what the chip said', () => {
    expect(faultText({ what: 'Refused.', object: '0xE0F1', why: 'It is operational.', todo: 'Choose another.', raw: '0x8007', code: 'chip/denied' })).toBe(
      'Refused. (0xE0F1)\nIt is operational.\nChoose another.\n0x8007 · chip/denied',
    );
  });
});
