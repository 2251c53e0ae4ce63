import '../testing/noProgram.ts';
import { beforeAll, describe, expect, it } from 'vitest';
import type { ObjectRow } from '../../core/contract/objects.ts';
import { expressObjects } from '../testing/expressObjects.ts';
import { bindingLines } from './bindingLines.ts';

let rows: readonly ObjectRow[];
beforeAll(async () => {
  rows = await expressObjects();
}, 60_000);

const says = (id: string): string[] => rows.filter((row) => row.id === id).flatMap((row) => bindingLines(row, rows).map((line) => line.says));

describe('what the objects of an Express chip are bound to', () => {
  it('a certificate that cannot be read: the shielded connection and the authorization reference', () =>
    expect(says('0xE0E1')).toEqual(['Usual pair with 0xE0F1: not proved', 'It needs the shielded connection (0xE140): change, read, use', '0xF1D0 is its authorization reference: change']));

  it('the authorization reference: what it needs, and all that it serves', () => {
    const lines = says('0xF1D0');
    expect(lines[0]).toBe('It needs the shielded connection (0xE140): change, use');
    expect(lines).toContain('Authorization reference of 0xE0E1: change');
    expect(lines).toContain('Authorization reference of 0xE0C9: change');
    expect(lines.slice(1).every((line) => line.startsWith('Authorization reference of '))).toBe(true);
  });

  it('an object that is open: nothing', () => expect(says('0xE0E3')).toEqual([]));
});
