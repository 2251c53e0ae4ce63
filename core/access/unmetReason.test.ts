import { describe, expect, it } from 'vitest';
import { must } from '../result/result.ts';
import { evaluate, type AccessState } from './evaluate.ts';
import { conditionFromText } from './sentence.ts';
import { unmetReason } from './unmetReason.ts';

/** A plain command of a host over this bridge, to an operational object. */
const state: AccessState = {
  lcsO: 0x07,
  lcsA: 0x01,
  lcsG: 0x07,
  securityStatusG: undefined,
  securityStatusA: undefined,
  integrity: () => false,
  confidentiality: () => false,
  authorized: () => false,
  countLeft: () => undefined,
};

const cases: readonly (readonly [condition: string, why: string | undefined])[] = [
  ['always', undefined],
  ['never', 'is never allowed'],
  ['until operational', 'is allowed only until operational, and it is operational'],
  ['lifecycle is creation', 'is allowed only while its lifecycle is creation, and it is operational'],
  ['application lifecycle after initialization', 'is allowed only while its application lifecycle after initialization, and it is creation'],
  ['over the shielded connection (encrypted)', 'needs a shielded connection (the firmware must hold the binding secret, 0xE140)'],
  [
    'over the shielded connection (encrypted) and over the shielded connection (integrity) and authorized with 0xF1D0',
    'needs two things: a shielded connection (the firmware must hold the binding secret, 0xE140), and authorization with 0xF1D0',
  ],
  ['until operational, or update signed by 0xE0E3', 'is allowed only until operational, and it is operational; or else needs a protected update signed by 0xE0E3'],
  ['lifecycle is operational and counted by 0xE120', 'is counted by 0xE120, which must be below its threshold'],
  ['until operational, or lifecycle is operational', undefined],
];

describe('why not now', () => {
  it.each(cases)('%s', (text, why) => {
    const condition = must(conditionFromText(text));
    expect(unmetReason(condition, state)).toBe(why);
    expect(why === undefined).toBe(evaluate(condition, state) === true);
  });
});
