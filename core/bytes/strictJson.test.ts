import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readStrictJson } from './strictJson.ts';

const why = (text: string): string => {
  const read = readStrictJson(text);
  return read.read ? `taken: ${JSON.stringify(read.value)}` : read.why;
};

describe('JSON that is signed', () => {
  it('is read as JSON.parse reads it', () => {
    const text = ' {"a": [1, -2, 0, true, false, null, {}, []],\r\n\t"b": {"": "\\u20ac\\n\\ud83d\\ude02"}, "__proto__": "x"} ';
    const read = readStrictJson(text);
    expect(read).toEqual({ read: true, value: JSON.parse(text) });
    expect(JSON.stringify(read.read && read.value)).toBe(JSON.stringify(JSON.parse(text)));
  });

  it.each([
    ['{"a": 1, "b": 2, "a": 3}', 'Line 1: the name "a" stands twice in an object.'],
    ['{"a": 1,\n "\\u0061": 1}', 'Line 2: the name "a" stands twice in an object.'],
    ['[{"x": {"y": 1, "y": 1}}]', 'Line 1: the name "y" stands twice in an object.'],
    ['{"__proto__": 1, "__proto__": 2}', 'Line 1: the name "__proto__" stands twice in an object.'],
    ['[1.0]', 'Line 1: 1.0 is not a whole number.'],
    ['[1e3]', 'Line 1: 1e3 is not a whole number.'],
    ['[-0]', 'Line 1: -0 is not a whole number.'],
    ['[01]', 'Line 1: 01 is not a whole number.'],
    ['[9007199254740993]', 'Line 1: 9007199254740993 is outside of ±(2^53 − 1).'],
    ['[9007199254740992]', 'Line 1: 9007199254740992 is outside of ±(2^53 − 1).'],
    ['[-9007199254740992]', 'Line 1: -9007199254740992 is outside of ±(2^53 − 1).'],
    ['[9007199254740991]', 'taken: [9007199254740991]'],
    ['["\\ud800"]', 'Line 1: a text has half of a surrogate pair.'],
    ['["\\udc00\\ud800"]', 'Line 1: a text has half of a surrogate pair.'],
    ['{"\\ud800": 1}', 'Line 1: a text has half of a surrogate pair.'],
    ['["\\x41"]', 'Line 1: a text has a sign or an escape that JSON does not allow.'],
    ['["a\nb"]', 'Line 2: a text has a sign or an escape that JSON does not allow.'],
    ['["a]', 'Its end is missing.'],
    ['{"a": 1', 'Its end is missing.'],
    ['{"a" 1}', 'Line 1: a colon is missing.'],
    ['{a: 1}', 'Line 1: a name in quotation marks is missing.'],
    ['{"a": 1,}', 'Line 1: a name in quotation marks is missing.'],
    ['[1,]', 'Line 1: a value is missing.'],
    ['[1 2]', 'Line 1: a comma or "]" is missing.'],
    ['[NaN]', 'Line 1: a value is missing.'],
    ['// a comment\n{}', 'Line 1: a value is missing.'],
    ['{} {}', 'It has more after its end.'],
    ['', 'Its end is missing.'],
  ])('%s', (text, said) => {
    expect(why(text)).toBe(said);
  });

  it('has at most 32 levels', () => {
    expect(why('['.repeat(32) + ']'.repeat(32))).toMatch(/^taken/);
    expect(why('['.repeat(33) + ']'.repeat(33))).toBe('Line 1: it is nested more than 32 deep.');
    expect(why('['.repeat(100_000))).toBe('Line 1: it is nested more than 32 deep.');
  });

  it('may have a million characters', () => {
    const long = '\\n'.repeat(500_000);
    expect(readStrictJson(`["${long}"]`)).toEqual({ read: true, value: ['\n'.repeat(500_000)] });
  });

  it('whole numbers that JSON.stringify wrote are read unchanged', () => {
    const value = fc.letrec((tie) => ({
      value: fc.oneof({ maxDepth: 5 }, fc.constant(null), fc.boolean(), fc.maxSafeInteger().map((n) => n + 0), fc.string({ unit: 'grapheme' }), fc.array(tie('value')), fc.dictionary(fc.string(), tie('value'))),
    })).value;
    fc.assert(fc.property(value, (json) => {
      const text = JSON.stringify(json);
      expect(readStrictJson(text)).toEqual({ read: true, value: JSON.parse(text) });
    }));
  });

  it('JSON.parse accepts whatever it accepts', () => {
    fc.assert(fc.property(fc.array(fc.constantFrom('{', '}', '[', ']', ',', ':', '"a"', '"b"', '1', '-', '0', '.', 'true', ' ', '\\', '"')).map((parts) => parts.join('')), (text) => {
      const read = readStrictJson(text);
      if (read.read) expect(read.value).toEqual(JSON.parse(text));
    }), { numRuns: 2000 });
  });
});
