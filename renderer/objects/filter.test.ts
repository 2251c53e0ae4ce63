import '../testing/noProgram.ts';
import { beforeAll, describe, expect, it } from 'vitest';
import type { ObjectRow } from '../../core/contract/objects.ts';
import { expressObjects } from '../testing/expressObjects.ts';
import { countOf, filterRows, type FilterName } from './filter.ts';

let rows: readonly ObjectRow[];
beforeAll(async () => {
  rows = await expressObjects();
}, 60_000);

const ids = (search: string, ...chosen: FilterName[]): string[] => filterRows(rows, { search, chosen }).map(({ id }) => id);

describe('the filters of the objects', () => {
  it('show all without a search and a filter', () => expect(filterRows(rows, { search: ' ', chosen: [] })).toBe(rows));

  it('show what cannot be read, and nothing of it as empty', () => {
    expect(ids('', 'not-readable')).toEqual(['0xE0E1', '0xE140', '0xF1D0']);
    expect(ids('', 'empty')).not.toContain('0xE0E1');
  });

  it('one state of the content is enough; locked narrows it', () => {
    expect(ids('', 'in-use', 'not-readable', 'locked')).toEqual(['0xE0C9', '0xE0E0', '0xE0E1', '0xE0E2', '0xE0F0', '0xE0F1', '0xE0FC', '0xE140', '0xF1D0']);
    expect(ids('', 'empty', 'locked')).toEqual([]);
    expect(ids('', 'changed')).toEqual([]);
  });

  it('search takes the id, the name and what is in it, word by word', () => {
    expect(ids('e0f')).toEqual(['0xE0F0', '0xE0F1', '0xE0F2', '0xE0F3', '0xE0FC', '0xE0FD']);
    expect(ids('cn=ac8cd178')).toEqual(['0xE0E2']);
    expect(ids('RSA private', 'in-use')).toEqual(['0xE0FC']);
    expect(ids('nothing like it')).toEqual([]);
  });

  it('the counts are of all objects', () => {
    expect(countOf(rows, 'not-readable')).toBe(3);
    expect(countOf(rows, 'changed')).toBe(0);
    expect(countOf(rows, 'locked')).toBe(9);
  });
});
