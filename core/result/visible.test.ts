import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { visible, visibleJson, visibleLines } from './visible.ts';

/** Everything that moves a cursor, ends a line or changes the text direction. */
const dangerous = /[\u0000-\u001f\u007f-\u009f\u061c\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]/; // eslint-disable-line no-control-regex -- this is what is looked for

describe('text from outside, as it is shown', () => {
  it.each([
    ['\u001b[31mred', '\\u001b[31mred'],
    ['a\u0000b\u0007', 'a\\u0000b\\u0007'],
    ['one\r\ntwo\tthree', 'one\\u000d\\u000atwo\\u0009three'],
    ['del \u007f, C1 \u009b31m \u0085', 'del \\u007f, C1 \\u009b31m \\u0085'],
    ['gepj.\u202eexe', 'gepj.\\u202eexe'],
    ['\u2066a\u2069\u200e\u200f\u061c', '\\u2066a\\u2069\\u200e\\u200f\\u061c'],
    ['a\u2028b\u2029c', 'a\\u2028b\\u2029c'],
    ['\ufeffzero\u200bwidth\u2060', '\\ufeffzero\\u200bwidth\\u2060'],
    ['tag \u{e0041}', 'tag \\udb40\\udc41'],
    ['half \ud800 surrogate', 'half \\ud800 surrogate'],
    ['Gerät Ωμέγα 設備 עברית 😀 C:\\keys', 'Gerät Ωμέγα 設備 עברית 😀 C:\\keys'],
  ])('%j is shown as %j', (text, shown) => {
    expect(visible(text)).toBe(shown);
    expect(visible(shown)).toBe(shown);
  });

  it('keeps line ends and tabs where a text has several lines', () => {
    expect(visibleLines('a\n\tb\u001b\u202e\r\n')).toBe('a\n\tb\\u001b\\u202e\\u000d\n');
  });

  it('leaves nothing that is not seen, whatever the text is', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        expect(visible(text)).not.toMatch(dangerous);
      }),
    );
  });
});

describe('JSON for a terminal', () => {
  it('is the same value, with escapes', () => {
    expect(visibleJson({ name: 'a\u202eb\u007f\u{e0041}\n' })).toBe('{"name":"a\\u202eb\\u007f\\udb40\\udc41\\n"}');
    expect(visibleJson({ a: ['\u009b'] }, 2)).toBe('{\n  "a": [\n    "\\u009b"\n  ]\n}');
    expect(visibleJson(undefined)).toBe('null');
    fc.assert(
      fc.property(fc.jsonValue({ stringUnit: 'binary' }), (value) => {
        const text = visibleJson(value);
        expect(JSON.parse(text)).toEqual(JSON.parse(JSON.stringify(value)));
        expect(text).not.toMatch(dangerous);
      }),
    );
  });
});
