import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { diffBytes, hexBytes } from './diffBytes.ts';

const marked = (bytes: readonly string[], marks: ReadonlySet<number>): string => bytes.filter((_, at) => marks.has(at)).join(' ');

describe('hexBytes', () => {
  it.each([
    ['200bc0', ['20', '0B', 'C0']],
    ['20 0B\nC0', ['20', '0B', 'C0']],
    ['', []],
    [undefined, []],
  ])('%j', (text, bytes) => expect(hexBytes(text)).toEqual(bytes));
});

describe('diffBytes', () => {
  it('marks an inserted condition and the lengths, not all that follows', () => {
    const before = hexBytes('200bc00101d003e1fc07d30100');
    const after = hexBytes('200fc00101d007e1fc07fe21e0e3d30100');
    const marks = diffBytes(before, after);
    expect(marked(before, marks.before)).toBe('0B 03');
    expect(marked(after, marks.after)).toBe('0F 07 FE 21 E0 E3');
  });

  it('compares long contents by position', () => {
    const before = Array.from({ length: 300 }, () => '00');
    const after = before.with(7, 'FF').concat('01');
    expect([...diffBytes(before, after).after]).toEqual([7, 300]);
  });

  it('leaves equal remains on both sides', () => {
    const byte = fc.constantFrom('00', '01', '02');
    fc.assert(
      fc.property(fc.array(byte, { maxLength: 40 }), fc.array(byte, { maxLength: 40 }), (before, after) => {
        const marks = diffBytes(before, after);
        expect(before.filter((_, at) => !marks.before.has(at))).toEqual(after.filter((_, at) => !marks.after.has(at)));
      }),
    );
  });
});
