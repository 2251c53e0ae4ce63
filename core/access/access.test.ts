import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { hex, toHex } from '../bytes/hex.ts';
import { oid } from '../objects/oid.ts';
import { encodeCondition, parseCondition } from './bytes.ts';
import { always, never, orGroup, terms, untilOperational, type Condition, type Term } from './condition.ts';
import { evaluate, type AccessState } from './evaluate.ts';
import { conditionFromJson, conditionToJson, sayCondition } from './words.ts';

const anyOid = fc.integer({ min: 0xe000, max: 0xf1ff }).map(oid);
const anyTerm: fc.Arbitrary<Term> = fc.oneof(
  fc.record({ kind: fc.constantFrom('secStaG' as const, 'secStaA' as const), mask: fc.integer({ min: 0, max: 255 }) }),
  fc.record({ kind: fc.constantFrom('conf' as const, 'int' as const, 'auto' as const, 'luc' as const), oid: anyOid }),
  fc.record({
    kind: fc.constantFrom('lcsG' as const, 'lcsA' as const, 'lcsO' as const),
    comparison: fc.constantFrom('==' as const, '>' as const, '<' as const),
    state: fc.constantFrom(1, 3, 7, 15, 4),
  }),
);
const anyCondition: fc.Arbitrary<Condition> = fc.oneof(
  fc.constant(always),
  fc.constant(never),
  fc
    .array(fc.array(anyTerm, { minLength: 1, maxLength: 7 }), { minLength: 1, maxLength: 3 })
    .map((groups) => terms(...groups)),
);

const parsed = (text: string): Condition => {
  const condition = parseCondition(hex(text));
  if (!condition.ok) throw new Error(condition.fault.code);
  return condition.value;
};

describe('the language of access conditions', () => {
  it('bytes → condition → bytes', () => {
    fc.assert(
      fc.property(anyCondition, (condition) => {
        const bytes = encodeCondition(condition);
        expect(parseCondition(bytes)).toEqual({ ok: true, value: condition });
      }),
    );
  });

  it('vendor words → condition → vendor words', () => {
    fc.assert(
      fc.property(anyCondition, (condition) => {
        expect(conditionFromJson(conditionToJson(condition))).toEqual({ ok: true, value: condition });
      }),
    );
  });

  // The examples of core/access/README.md.
  it.each([
    ['e1fc07', ['lcso', '<', 'operational'], 'until operational'],
    ['e1fc07fe21e0e3', ['lcso', '<', 'operational', '||', 'int', '0xe0', '0xe3'], 'until operational, or update signed by 0xE0E3'],
    ['21e0e3fd20f1d1', ['int', '0xe0', '0xe3', '&&', 'conf', '0xf1', '0xd1'], 'update signed by 0xE0E3 and update encrypted with 0xF1D1'],
    ['20e140fd23f1d0', ['conf', '0xe1', '0x40', '&&', 'auto', '0xf1', '0xd0'], 'over the shielded connection (encrypted) and authorized with 0xF1D0'],
    ['00', 'always', 'always'],
    ['ff', 'never', 'never'],
  ])('%s', (bytes, words, sentence) => {
    expect(conditionToJson(parsed(bytes))).toEqual(words);
    expect(sayCondition(parsed(bytes))).toBe(sentence);
    const read = conditionFromJson(words);
    expect(read.ok && toHex(encodeCondition(read.value))).toBe(bytes);
  });

  it.each(['', '00fde1fc07', 'e1fc', 'e1fc07fe', 'e1fc07e1fc07', '55', '21e0', `${'e1fc07fd'.repeat(7)}e1fc07`, `${'e1fc07fe'.repeat(3)}e1fc07`])(
    'refuses %j',
    (bytes) => {
      expect(parseCondition(hex(bytes))).toMatchObject({ ok: false, fault: { code: 'access/malformed' } });
    },
  );

  it('never crashes on any bytes', () => {
    fc.assert(fc.property(fc.uint8Array({ maxLength: 44 }), (bytes) => { parseCondition(bytes); }));
  });
});

const state = (over: Partial<AccessState> = {}): AccessState => ({
  lcsO: 1,
  lcsA: 1,
  lcsG: 7,
  securityStatusG: 0,
  securityStatusA: 0,
  integrity: () => false,
  confidentiality: () => false,
  authorized: () => false,
  countLeft: () => undefined,
  ...over,
});

describe('evaluation', () => {
  it.each<[string, Partial<AccessState>, boolean | undefined]>([
    ['e1fc07', { lcsO: 3 }, true],
    ['e1fc07', { lcsO: 7 }, false],
    ['e1fc07', { lcsO: undefined }, false],
    ['e1fc07fe21e0e3', { lcsO: 7, integrity: () => true }, true],
    ['21e0e3fd20f1d1', { integrity: () => true }, false],
    ['21e0e3fd20f1d1', { integrity: () => true, confidentiality: () => true }, true],
    // && binds tighter than ||.
    ['e1fc07fe21e0e3fd20f1d1', { lcsO: 1 }, true],
    ['40e120', {}, undefined],
    ['40e120fde1fc07', { lcsO: 7 }, false],
    ['9020', { securityStatusA: 0x21 }, true],
  ])('%s', (bytes, over, truth) => {
    expect(evaluate(parsed(bytes), state(over))).toBe(truth);
  });
});

describe('orGroup', () => {
  const group: Term[] = [{ kind: 'int', oid: oid(0xe0e3) }];
  it('adds once', () => {
    const once = orGroup(untilOperational, group);
    expect(toHex(encodeCondition(once))).toBe('e1fc07fe21e0e3');
    expect(orGroup(once, group)).toBe(once);
  });
  it('replaces never, and leaves always', () => {
    expect(toHex(encodeCondition(orGroup(never, group)))).toBe('21e0e3');
    expect(orGroup(always, group)).toBe(always);
  });
});
