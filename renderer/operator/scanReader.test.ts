import { describe, expect, it } from 'vitest';
import { ScanReader, type KeyPress, type KeyUse } from './scanReader.ts';

const scanOf = (use: KeyUse) => (use.use === 'taken' ? use.scan : undefined);

/** Presses keys one after the other. @param gap ms before each key; a number in the list is a pause instead */
function type(reader: ScanReader, keys: readonly (string | number)[], { gap = 10, from = 100_000 } = {}) {
  let at = from;
  const uses: KeyUse[] = [];
  for (const key of keys) {
    if (typeof key === 'number') {
      at += key - gap;
      continue;
    }
    at += gap;
    uses.push(reader.press({ key, at }));
  }
  return { at, uses, scans: uses.map(scanOf).filter((scan) => scan !== undefined) };
}

const press = (reader: ScanReader, key: string, at: number, more: Partial<KeyPress> = {}) => reader.press({ key, at, ...more });

describe('what a scanner sends', () => {
  it.each(['Enter', 'Tab'])('ends with %s; none of its keys reaches the page', (end) => {
    const { uses, scans } = type(new ScanReader(), [...'SN-0007', end]);
    expect(scans).toEqual([{ text: 'SN-0007', broken: false }]);
    expect(uses.map(({ use }) => use)).toEqual(Array.from({ length: 8 }, () => 'taken'));
  });
  it('may have capital letters, blanks and characters of any script', () => {
    const keys = ['Shift', 'S', 'Shift', 'N', ' ', 'ß', '7', 'Enter'];
    expect(type(new ScanReader(), keys).scans).toEqual([{ text: 'SN ß7', broken: false }]);
  });
  it('may begin with Enter or a blank', () => {
    expect(type(new ScanReader(), ['Enter', ...'SN-1', 'Enter']).scans).toEqual([{ text: 'SN-1', broken: false }]);
    const reader = new ScanReader();
    expect(type(reader, [' ', ...'SN-1', 'Enter']).scans).toEqual([{ text: ' SN-1', broken: false }]);
    expect(reader.wasAlone()).toBe(false);
  });
  it('may end with Enter and a line feed (Ctrl+J): the second end does nothing', () => {
    const reader = new ScanReader();
    const { at } = type(reader, [...'SN-1', 'Enter']);
    expect(press(reader, 'j', at + 5, { command: true })).toEqual({ use: 'taken' });
    expect(press(reader, 'Enter', at + 9)).toEqual({ use: 'taken' });
  });
  it('two scans one after the other are two scans', () => {
    expect(type(new ScanReader(), [...'SN-1', 'Enter', 300, ...'SN-1', 'Enter']).scans).toEqual([{ text: 'SN-1', broken: false }, { text: 'SN-1', broken: false }]);
  });
  it('with a gap of 120 ms is whole, with one of 121 ms broken', () => {
    expect(type(new ScanReader(), [...'SN', 120, ...'-1', 'Enter']).scans).toEqual([{ text: 'SN-1', broken: false }]);
    expect(type(new ScanReader(), [...'SN', 121, ...'-1', 'Enter']).scans).toEqual([{ text: 'SN-1', broken: true }]);
    expect(type(new ScanReader(), [...'SN-1', 121, 'Enter']).scans).toEqual([{ text: 'SN-1', broken: true }]);
  });
  it('without an end is broken after a silence, and its rest is broken as well', () => {
    const reader = new ScanReader();
    const { at, scans } = type(reader, [...'SN-0']);
    expect(scans).toEqual([]);
    expect(reader.silent()).toEqual({ text: 'SN-0', broken: true });
    expect(reader.silent()).toBeUndefined();
    expect(type(reader, [...'007', 'Enter'], { from: at + 700 }).scans).toEqual([{ text: '007', broken: true }]);
    expect(type(reader, [...'SN-0007', 'Enter'], { from: at + 3000 }).scans, 'scanned again').toEqual([{ text: 'SN-0007', broken: false }]);
  });
  it('with a control character (F8, Ctrl+], a dead key) is broken', () => {
    expect(type(new ScanReader(), ['0', '1', 'F8', '2', 'Enter']).scans).toEqual([{ text: '012', broken: true }]);
    expect(type(new ScanReader(), ['0', '1', 'Dead', 'Enter']).scans).toEqual([{ text: '01', broken: true }]);
    const reader = new ScanReader();
    press(reader, '0', 0);
    expect(press(reader, ']', 10, { command: true })).toEqual({ use: 'taken' });
    expect(scanOf(press(reader, 'Enter', 20))).toEqual({ text: '0', broken: true });
  });
  it('is cut at 400 characters and broken', () => {
    const [scan] = type(new ScanReader(), [...'7'.repeat(500), 'Enter']).scans;
    expect([scan?.text.length, scan?.broken]).toEqual([400, true]);
  });
});

describe('what a person presses', () => {
  it('slowly typed characters are one broken scan, and the Enter after them presses nothing', () => {
    const reader = new ScanReader();
    const { at, scans } = type(reader, [...'SN-1', 'Enter'], { gap: 200 });
    expect(scans).toEqual([{ text: 'SN-1', broken: true }]);
    expect(press(reader, 'Enter', at + 1500)).toEqual({ use: 'taken' });
    press(reader, '7', at + 5000);
    expect(reader.silent()).toEqual({ text: '7', broken: true });
    expect(press(reader, 'Enter', at + 6500)).toEqual({ use: 'taken' });
  });
  it('a key that is held down is a broken scan', () => {
    const reader = new ScanReader();
    press(reader, 'a', 0);
    press(reader, 'a', 30, { repeat: true });
    expect(scanOf(press(reader, 'Enter', 60))).toEqual({ text: 'aa', broken: true });
  });
  it.each(['Enter', ' '])('%j alone is theirs, once', (key) => {
    const reader = new ScanReader();
    expect(press(reader, key, 10_000)).toEqual({ use: 'wait' });
    expect(reader.wasAlone()).toBe(true);
    expect(reader.wasAlone()).toBe(false);
    expect(press(reader, key, 10_500, { repeat: true })).toEqual({ use: 'taken' });
  });
  it('Tab, Escape, arrows and commands alone are for the page', () => {
    const reader = new ScanReader();
    for (const key of ['Tab', 'Escape', 'ArrowDown', 'F5']) expect(press(reader, key, 10_000)).toEqual({ use: 'pass' });
    expect(press(reader, 'c', 10_100, { command: true })).toEqual({ use: 'pass' });
  });
  it('Tab right after a scan does not move the focus', () => {
    const reader = new ScanReader();
    const { at } = type(reader, [...'SN-1', 'Enter']);
    expect(press(reader, 'Tab', at + 2000)).toEqual({ use: 'taken' });
    expect(press(reader, 'Tab', at + 2001)).toEqual({ use: 'pass' });
  });
});
