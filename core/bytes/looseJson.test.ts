import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readLooseJson } from './looseJson.ts';

const read = (text: string): unknown => {
  const json = readLooseJson(text);
  return json.read ? json.value : `WHY ${json.why}`;
};

describe('JSON as people write it', () => {
  it.each<[string, string, unknown]>([
    ['plain JSON', '{"a": [1, true, null]}', { a: [1, true, null] }],
    ['the vendor\'s example: single quotes, a comma behind the last entry', "{ 'change': ['int','0xe0'], }", { change: ['int', '0xe0'] }],
    ['a Python dictionary', "{'a': True, 'b': False, 'c': None, 'd': ('x', 'y')}", { a: true, b: false, c: null, d: ['x', 'y'] }],
    ['a Byte order mark and lines around it', '\uFEFFReading the chip...\n{"a": 1}\nDone.', { a: 1 }],
    ['braces in a log line before it', 'args {x}\n{"a": 1}\n', { a: 1 }],
    ['comments', '{ # first\n "a": 1, // second\n /* third */ "b": 0x1F }', { a: 1, b: 31 }],
    ['escapes', "{'a': 'it\\'s \\u0041\\x42\\n'}", { a: "it's AB\n" }],
    ['empty ones', '{"a": {}, "b": [],}', { a: {}, b: [] }],
    ['names of Object.prototype', "{'__proto__': 1, 'constructor': 2}", JSON.parse('{"__proto__": 1, "constructor": 2}')],
  ])('%s', (_, text, value) => {
    expect(read(text)).toEqual(value);
  });

  it.each([
    ['hello', 'It is not JSON.'],
    ['{"a": 1', 'Its end is missing.'],
    ['{"a": "x', 'Its end is missing.'],
    ['{"a": 1\n "b": 2}', 'Line 2: a comma or "}" is missing.'],
    ['{a: 1}', 'Line 1: a name in quotation marks is missing.'],
    ['{"a" 1}', 'Line 1: a colon is missing.'],
    ['{"a": yes}', 'Line 1: "yes" has no quotation marks.'],
    ['{"a": }', 'Line 1: a value is missing.'],
    ['{"a": 1}\n{"b": 2}', 'It has more than one JSON object.'],
    [`{"a": ${'['.repeat(100)}`, 'Line 1: it is nested too deep.'],
  ])('%s: %s', (text, why) => {
    expect(read(text)).toBe(`WHY ${why}`);
  });

  it('reads what JSON.parse reads, also with a comma too many, and never throws', () => {
    fc.assert(fc.property(fc.dictionary(fc.string(), fc.jsonValue(), { minKeys: 1 }), fc.nat(60), (value, cut) => {
      const text = JSON.stringify(value);
      const expected: unknown = JSON.parse(text);
      expect(read(`${text.slice(0, -1)},}`)).toEqual(expected);
      read(text.slice(0, cut));
    }));
  });
});
