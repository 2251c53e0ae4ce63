import { describe, expect, it } from 'vitest';
import { hex } from '../bytes/hex.ts';
import { parseMetadata } from '../objects/metadata.ts';
import { oid } from '../objects/oid.ts';
import { must } from '../result/result.ts';
import { bindingsOf } from './bindings.ts';

const of = (id: number, metadata: string) => bindingsOf(oid(id), must(parseMetadata(hex(metadata))));

describe('what an object depends on', () => {
  it('the certificate object E0E1 of an Express chip: the shielded connection for all, an authorization for its change', () => {
    expect(of(0xe0e1, '2021c00107c40206c0c5020419d00720e140fd23f1d0d10320e140d30320e140e80112')).toEqual([
      { from: 0xe0e1, to: 0xe140, kind: 'shielded', accesses: ['change', 'read', 'execute'] },
      { from: 0xe0e1, to: 0xf1d0, kind: 'authorization', accesses: ['change'] },
    ]);
  });

  it('a key object that is prepared for updates: its trust anchor, the secret of the update, and a counter for its use', () => {
    expect(of(0xe0f1, '201ec00101d00721e0e8fd20f1d1d30340e120d80b21e0e8fee1fc07fe21e0e9')).toEqual([
      { from: 0xe0f1, to: 0xe0e8, kind: 'anchor', accesses: ['change', 'meta_update'] },
      { from: 0xe0f1, to: 0xf1d1, kind: 'update-secret', accesses: ['change'] },
      { from: 0xe0f1, to: 0xe120, kind: 'counter', accesses: ['execute'] },
      { from: 0xe0f1, to: 0xe0e9, kind: 'anchor', accesses: ['meta_update'] },
    ]);
  });

  it('nothing by a lifecycle state, by always, by never, or by an object’s own id', () => {
    expect(of(0xe0f2, '200bc00101d003e1fc07d30100')).toEqual([]);
    expect(of(0xf1d0, '2008d00323f1d0d101ff')).toEqual([]);
  });
});
