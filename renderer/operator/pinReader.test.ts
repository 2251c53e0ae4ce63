import { describe, expect, it } from 'vitest';
import { PinReader } from './pinReader.ts';

/** Presses keys with the same gap, then is silent. @returns the keys that count for the PIN */
function type(reader: PinReader, keys: readonly string[], gap: number, from = 10_000) {
  const out = keys.map((key, at) => reader.press({ key, at: from + at * gap }));
  return [...out, reader.silent()].filter((keys) => keys !== undefined);
}

describe('keys for the PIN', () => {
  it.each([90, 119, 200, 900])('count when a person types them %d ms apart', (gap) => {
    expect(type(new PinReader(), ['4', '7', '1', 'Backspace', '1', 'Enter'], gap).flat()).toEqual(['4', '7', '1', 'Backspace', '1', 'Enter']);
  });
  it.each([1, 20, 60])('do not count from a scanner, %d ms apart, and its Enter sends nothing', (gap) => {
    expect(type(new PinReader(), [...'4711', 'Enter'], gap)).toEqual(['scan']);
  });
  it('two that are pressed almost together count', () => {
    expect(type(new PinReader(), ['4', '7'], 15)).toEqual([['4', '7']]);
  });
  it('the late Enter of a scan sends nothing; a later one does', () => {
    const reader = new PinReader();
    expect(type(reader, [...'SN-0007'], 10)).toEqual(['scan']);
    expect(type(reader, ['Enter'], 1, 11_000)).toEqual([[]]);
    expect(type(reader, ['Enter'], 1, 13_000)).toEqual([['Enter']]);
  });
  it('nothing was pressed: nothing counts', () => {
    expect(new PinReader().silent()).toBeUndefined();
  });
});
