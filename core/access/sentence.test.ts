import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { oid } from '../objects/oid.ts';
import { encodeCondition } from './bytes.ts';
import { terms, type Condition, type Term } from './condition.ts';
import { conditionFromText } from './sentence.ts';
import { conditionToJson, sayCondition } from './words.ts';

const byte = fc.integer({ min: 0, max: 255 });
const term: fc.Arbitrary<Term> = fc.oneof(
  fc.record({ kind: fc.constantFrom('secStaG' as const, 'secStaA' as const), mask: byte }),
  fc.record({ kind: fc.constantFrom('conf' as const, 'int' as const, 'auto' as const, 'luc' as const), oid: fc.oneof(fc.constant(0xe140), fc.integer({ min: 0, max: 0xffff })).map(oid) }),
  fc.record({ kind: fc.constantFrom('lcsG' as const, 'lcsA' as const, 'lcsO' as const), comparison: fc.constantFrom('==' as const, '<' as const, '>' as const), state: byte }),
);
const condition: fc.Arbitrary<Condition> = fc.oneof(
  fc.constantFrom<Condition>({ kind: 'always' }, { kind: 'never' }),
  fc.array(fc.array(term, { minLength: 1, maxLength: 7 }), { minLength: 1, maxLength: 3 }).map((groups) => terms(...groups)),
);

const bytesOf = (text: string): Uint8Array | string => {
  const read = conditionFromText(text);
  return read.ok ? encodeCondition(read.value) : JSON.stringify(read.fault);
};

describe('conditions as sentences', () => {
  it('every condition reads back from its sentence, byte for byte', () => {
    fc.assert(fc.property(condition, (given) => {
      expect(bytesOf(sayCondition(given))).toEqual(encodeCondition(given));
    }));
  });

  it('and from the vendor\'s words in one text', () => {
    fc.assert(
      fc.property(condition, (given) => {
        const json = conditionToJson(given);
        expect(bytesOf(typeof json === 'string' ? json : json.join(' '))).toEqual(encodeCondition(given));
      }),
    );
  });

  it('takes what people type', () => {
    expect(bytesOf('Until operational or update signed by 0xe0e3')).toEqual(Uint8Array.of(0xe1, 0xfc, 0x07, 0xfe, 0x21, 0xe0, 0xe3));
    expect(bytesOf('  lcso  <  operational || int 0xE0E3 ')).toEqual(Uint8Array.of(0xe1, 0xfc, 0x07, 0xfe, 0x21, 0xe0, 0xe3));
  });

  it('names what it does not understand', () => {
    for (const [text, why] of [
      ['until breakfast', 'until breakfast'],
      ['until operational and sometimes', 'sometimes'],
      ['lcso < breakfast', 'breakfast'],
      ['', 'no term'],
      ['always or never', 'always'],
    ] as const) {
      expect(bytesOf(text), text).toContain(why);
    }
  });
});
