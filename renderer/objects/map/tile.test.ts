import '../../testing/noProgram.ts';
import { beforeAll, describe, expect, it } from 'vitest';
import type { ObjectRow } from '../../../core/contract/objects.ts';
import { expressObjects } from '../../testing/expressObjects.ts';
import { sayServed, serviceWords } from './texts.ts';
import { nextTile, opennessOf, servicesOf, tiesOf, type Place } from './tile.ts';

let rows: readonly ObjectRow[];
beforeAll(async () => {
  rows = await expressObjects();
}, 60_000);
const row = (id: string): ObjectRow => rows.find((one) => one.id === id) as ObjectRow;

describe('the tiles of an Express chip', () => {
  it('say whether an object is locked, and of the others whether they can be changed now', () => {
    expect(opennessOf(row('0xE0E1'))).toBe('locked');
    expect(opennessOf(row('0xE0E3'))).toBe('open');
    expect(opennessOf(row('0xE0C2'))).toBe('closed');
    expect(opennessOf({ locked: false })).toBe('unknown');
  });

  it('name the key of the usual pair, then what the object needs by its conditions', () => {
    expect(tiesOf(row('0xE0E1')).map(({ kind, to }) => `${kind} ${to}`)).toEqual(['usual 0xE0F1', 'shielded 0xE140', 'authorization 0xF1D0']);
    expect(tiesOf(row('0xE0E3'))).toEqual([]);
  });

  it('say what others need of an object, and of how many', () => {
    const services = servicesOf(rows);
    expect(services.get('0xF1D0')?.map(({ kind, ids }) => `${serviceWords[kind]} ${sayServed(ids)}`)).toEqual(['authorizes 8 objects']);
    expect(services.get('0xE0E3')).toBeUndefined();
    const anchor = { to: '0xE0E3', kind: 'anchor', accesses: ['change'] } as const;
    const one = servicesOf([{ id: '0xE0F1', bindings: [anchor, { ...anchor, accesses: ['meta_update'] }] } as unknown as ObjectRow]);
    expect(one.get('0xE0E3')).toEqual([{ kind: 'anchor', ids: ['0xE0F1'] }]);
  });
});

/** Three tiles, then two wider ones below, then one. */
const places: readonly Place[] = [
  { left: 0, top: 0, width: 100 },
  { left: 110, top: 0, width: 100 },
  { left: 220, top: 0, width: 100 },
  { left: 0, top: 50, width: 150 },
  { left: 170, top: 50, width: 150 },
  { left: 0, top: 120, width: 320 },
];

describe('where the keys lead on the map', () => {
  it.each([
    ['ArrowRight', 2, 3],
    ['ArrowLeft', 3, 2],
    ['ArrowLeft', 0, 0],
    ['ArrowRight', 5, 5],
    ['ArrowDown', 0, 3],
    ['ArrowDown', 2, 4],
    ['ArrowDown', 4, 5],
    ['ArrowDown', 5, 5],
    ['ArrowUp', 5, 3],
    ['ArrowUp', 4, 2],
    ['ArrowUp', 1, 1],
    ['Home', 4, 0],
    ['End', 1, 5],
  ])('%s at %i: %i', (key, at, to) => expect(nextTile(key, places, at)).toBe(to));

  it('nowhere with another key', () => expect(nextTile('a', places, 2)).toBeUndefined());
});
