import { describe, expect, it } from 'vitest';
import { parseFaults } from './parse.ts';

describe('fault specifications', () => {
  it.each([
    ['silence@3', [{ at: { kind: 'number', request: 3 }, fault: { kind: 'silence' } }]],
    ['cut@GetDataObject#2:9', [{ at: { kind: 'command', name: 'GetDataObject', nth: 2 }, fault: { kind: 'cut', bytes: 9 } }]],
    ['flip@*:4.7', [{ at: { kind: 'every' }, fault: { kind: 'flip', byte: 4, bit: 7 } }]],
    ['garbage@1:be ef', [{ at: { kind: 'number', request: 1 }, fault: { kind: 'garbage', bytes: Uint8Array.of(0xbe, 0xef) } }]],
    ['', []],
  ])('%s', (text, rules) => expect(parseFaults(text)).toEqual({ rules }));

  it('takes several', () => {
    const parsed = parseFaults('power@SetDataObject, unplug@5:after; in-drop@2:0');
    expect('rules' in parsed && parsed.rules.length).toBe(3);
  });

  it.each(['silence', 'silence@0', 'silence@3:1', 'cut@3', 'flip@3:4.8', 'flip@3:4', 'explode@1', 'hang@Frobnicate', 'in-drop@CalcSign:1', 'garbage@1:', 'garbage@1:xy', 'unplug@1:never', 'late@1:-5'])(
    'refuses %s',
    (text) => expect(parseFaults(`silence@1, ${text}`)).toEqual({ bad: text }),
  );
});
