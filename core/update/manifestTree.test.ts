import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { hex } from '../bytes/hex.ts';
import { must } from '../result/result.ts';
import { parseManifest } from './manifest.ts';
import { manifestTree } from './manifestTree.ts';
import { damagedManifests, soundSet } from './testing/damagedManifests.ts';

const seeds = JSON.parse(readFileSync(join(import.meta.dirname, 'testing', 'seedDatasets.json'), 'utf8')) as {
  data_sets: { what: string; manifest: string }[];
};

describe('the CBOR of a manifest as a tree', () => {
  it.each(seeds.data_sets)('$what: every item has a name, and the places fit into each other', ({ manifest }) => {
    const bytes = hex(manifest);
    const rows = manifestTree(bytes, must(parseManifest(bytes)).payload.kind);
    expect(rows[0]).toMatchObject({ depth: 0, from: 0, to: bytes.length, name: 'Manifest' });
    expect(rows.filter(({ name }) => name === 'Item')).toEqual([]);
    for (const [at, row] of rows.entries()) {
      expect(row.to).toBeGreaterThan(row.from);
      const parent = rows.slice(0, at).findLast(({ depth }) => depth < row.depth);
      if (parent !== undefined) expect(parent.from <= row.from && row.to <= parent.to).toBe(true);
    }
  });
  it('says what stands there', () => {
    const bytes = hex(seeds.data_sets[0]?.manifest ?? '');
    const says = Object.fromEntries(manifestTree(bytes, 'key').map((row) => [row.name, row.says]));
    expect(says).toMatchObject({ 'Trust anchor': '0xE0E3', Target: '0xE0F1', 'Payload type': '-3 = key', 'Key algorithm': '3 = NIST P-256', 'Payload version': '3' });
  });
  it('counts bytes like the fault of a damaged manifest', () => {
    const placed = new Map(manifestTree(soundSet.manifest, 'key').map(({ name, from }) => [name, from] as const));
    expect(['Manifest version', 'Hash', 'Cipher', 'Key derivation', 'Component id', 'Signature'].map((name) => placed.get(name))).toEqual([13, 30, 72, 83, 164, 168]);
    const faults = new Map(damagedManifests.map(({ problem }) => [problem.reason, problem.at] as const));
    expect((['version', 'hash', 'cipher-unknown', 'key-derivation', 'component-id', 'signature'] as const).map((reason) => faults.get(reason))).toEqual([13, 30, 72, 83, 164, 168]);
  });
});
