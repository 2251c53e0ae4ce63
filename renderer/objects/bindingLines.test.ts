import '../testing/noProgram.ts';
import { beforeAll, describe, expect, it } from 'vitest';
import type { ObjectRow } from '../../core/contract/objects.ts';
import { expressObjects } from '../testing/expressObjects.ts';
import { bindingLines } from './bindingLines.ts';
import { bindingTexts as texts } from './bindingTexts.ts';

let rows: readonly ObjectRow[];
beforeAll(async () => {
  rows = await expressObjects();
}, 60_000);

const accesses = (...names: (keyof typeof texts.accesses)[]): string => names.map((name) => texts.accesses[name]).join(', ');
const says = (id: string): string[] => rows.filter((row) => row.id === id).flatMap((row) => bindingLines(row, rows).map((line) => line.says));

describe('what the objects of an Express chip are bound to', () => {
  it('a certificate that cannot be read: the shielded connection and the authorization reference', () =>
    expect(says('0xE0E1')).toEqual([texts.pair.usual('0xE0F1'), `${texts.needs.shielded('0xE140')}: ${accesses('change', 'read', 'execute')}`, `${texts.needs.authorization('0xF1D0')}: ${accesses('change')}`]));

  it('the authorization reference: what it needs, and all that it serves', () => {
    const lines = says('0xF1D0');
    expect(lines[0]).toBe(`${texts.needs.shielded('0xE140')}: ${accesses('change', 'execute')}`);
    expect(lines).toContain(`${texts.serves.authorization('0xE0E1')}: ${accesses('change')}`);
    expect(lines).toContain(`${texts.serves.authorization('0xE0C9')}: ${accesses('change')}`);
    expect(lines.slice(1).every((line) => line.startsWith(texts.serves.authorization('')))).toBe(true);
  });

  it('an object that is open: nothing', () => expect(says('0xE0E3')).toEqual([]));
});
