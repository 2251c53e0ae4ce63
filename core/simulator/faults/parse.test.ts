import { describe, expect, it } from 'vitest';
import { faultGrammar } from './grammar.ts';
import { parseFaults } from './parse.ts';

describe('fault specifications', () => {
  it.each([
    ['silence@3', [{ at: { kind: 'number', request: 3 }, fault: { kind: 'silence' } }]],
    ['cut@GetDataObject#2:9', [{ at: { kind: 'command', name: 'GetDataObject', nth: 2 }, fault: { kind: 'cut', bytes: 9 } }]],
    ['flip@*:4.7', [{ at: { kind: 'every' }, fault: { kind: 'flip', byte: 4, bit: 7 } }]],
    ['garbage@1:be ef', [{ at: { kind: 'number', request: 1 }, fault: { kind: 'garbage', bytes: Uint8Array.of(0xbe, 0xef) } }]],
    ['power@4:100', [{ at: { kind: 'number', request: 4 }, fault: { kind: 'power', bytes: 100 } }]],
    ['unplug@4:during.0', [{ at: { kind: 'number', request: 4 }, fault: { kind: 'unplug', when: 'during', bytes: 0 } }]],
    ['unplug@4:during', [{ at: { kind: 'number', request: 4 }, fault: { kind: 'unplug', when: 'during' } }]],
    ['swap@4:silence', [{ at: { kind: 'number', request: 4 }, fault: { kind: 'swap', when: 'silence' } }]],
    ['', []],
  ])('%s', (text, rules) => expect(parseFaults(text)).toEqual({ rules }));

  it('takes several', () => {
    const parsed = parseFaults('power@SetDataObject, unplug@5:after; in-drop@2:0');
    expect('rules' in parsed && parsed.rules.length).toBe(3);
  });

  it.each(['silence', 'silence@0', 'silence@3:1', 'cut@3', 'flip@3:4.8', 'flip@3:4', 'explode@1', 'hang@Frobnicate', 'in-drop@CalcSign:1', 'garbage@1:', 'garbage@1:xy', 'unplug@1:never', 'unplug@1:before.3', 'unplug@1:during.x', 'power@1:x', 'swap@1', 'swap@1:after', 'late@1:-5'])(
    'refuses %s',
    (text) => expect(parseFaults(`silence@1, ${text}`)).toEqual({ bad: text }),
  );

  const words = [...faultGrammar.matchAll(/^ {7}([a-z-]+)(:\S+)? {2,}/gm)].map(([, what = '', argument = '']) => ({ what, argument }));
  it.each(words)('the help tells of $what$argument', ({ what, argument }) => {
    const example = argument.replace('HEX', 'beef').replace(/\b(MS|[NBK])\b/g, '7');
    expect(parseFaults(`${what}@1${example}`)).toHaveProperty('rules');
  });

  it('the help tells of all, and its examples are good', () => {
    expect(new Set(words.map(({ what }) => what)).size).toBe(13);
    const [, examples = ''] = /^Examples: (.*)$/m.exec(faultGrammar) ?? [];
    for (const example of examples.split(/ +/)) expect(parseFaults(example)).toHaveProperty('rules');
  });
});
