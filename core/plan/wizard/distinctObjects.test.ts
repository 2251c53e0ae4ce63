import { describe, expect, it } from 'vitest';
import { parseOid } from '../../objects/oid.ts';
import { must } from '../../result/result.ts';
import { objectUses, sameObjects, type ObjectUse } from './distinctObjects.ts';

const oid = (id: string) => must(parseOid(id));
const distinct = { target: oid('E0F1'), 'trust anchor': oid('E0E3'), secret: oid('F1D1'), 'device certificate': oid('E0E1') };
const pairs = objectUses.flatMap((first, at) => objectUses.slice(at + 1).map((second): readonly [ObjectUse, ObjectUse] => [first, second]));

describe('each use needs an object of its own', () => {
  it('four objects are fine, and so are fewer', () => {
    expect(sameObjects(distinct)).toEqual([]);
    expect(sameObjects({ target: oid('E0F1'), 'trust anchor': oid('E0E3') })).toEqual([]);
  });
  it.each(pairs)('%s and %s', (first, second) => {
    expect(sameObjects({ ...distinct, [second]: distinct[first] })).toMatchObject([{ uses: [first, second], fault: { code: 'wizard/same-object', data: { uses: `${first} and ${second}` } } }]);
  });
  it('one object for all of them: every pair is named', () => {
    expect(sameObjects({ target: oid('E0E3'), 'trust anchor': oid('E0E3'), secret: oid('E0E3'), 'device certificate': oid('E0E3') })).toHaveLength(6);
  });
});
