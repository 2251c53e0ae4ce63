import { describe, expect, it } from 'vitest';
import { hex } from '../bytes/hex.ts';
import { must } from '../result/result.ts';
import { parseCondition } from './bytes.ts';
import { canBeMet } from './canBeMet.ts';

const factory = { lcsO: 0x01, lcsA: 0x01, lcsG: 0x07 };
const operational = { ...factory, lcsO: 0x07 };
const met = (condition: string, now: typeof factory | { lcsO: undefined; lcsA: number; lcsG: number }) => canBeMet(must(parseCondition(hex(condition))), now);

describe('a condition that can still be met', () => {
  it.each<[string, string, boolean, boolean]>([
    // name, bytes, can be met in creation, can be met in operational
    ['always', '00', true, true],
    ['never', 'ff', false, false],
    ['LcsO < operational', 'e1fc07', true, false],
    ['LcsO == operational', 'e1fa07', true, true],
    ['LcsO == creation', 'e1fa01', true, false],
    ['LcsO > operational: a terminated object takes nothing', 'e1fb07', false, false],
    ['until operational, or a signature', 'e1fc07fe21e0e3', true, true],
    ['until operational, and a signature', 'e1fc07fd21e0e3', true, false],
    ['two states at once', 'e1fc07fde1fa07', false, false],
    ['an authorization', '23f1d0', true, true],
    ['a counter', '40e120', true, true],
    ['a security status', '1020', true, true],
    ['LcsA < operational', 'e0fc07', true, true],
    ['LcsG < operational, on a chip that is operational', '70fc07', false, false],
  ])('%s', (_, condition, creation, locked) => {
    expect([met(condition, factory), met(condition, operational)]).toEqual([creation, locked]);
  });

  it('takes an absent LcsO as operational, and an application that is operational as such', () => {
    expect(met('e1fc07', { lcsO: undefined, lcsA: 1, lcsG: 7 })).toBe(false);
    expect(met('e0fc07', { ...factory, lcsA: 0x07 })).toBe(false);
  });
});
