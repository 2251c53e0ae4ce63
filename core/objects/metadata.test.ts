import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { hex, toHex } from '../bytes/hex.ts';
import { must } from '../result/result.ts';
import { entry, encodeMetadata, mergeMetadata, metadataSize, parseMetadata, version } from './metadata.ts';
import { formatOid, oid, parseOid } from './oid.ts';
import { parseUid } from './uid.ts';

const anyMetadata = fc
  .uniqueArray(fc.record({ tag: fc.integer({ min: 0xc0, max: 0xff }), value: fc.uint8Array({ maxLength: 8 }) }), {
    selector: ({ tag }) => tag,
    maxLength: 8,
  });

describe('metadata', () => {
  it('round-trips, unknown tags and their order too', () => {
    fc.assert(fc.property(anyMetadata, (metadata) => {
      expect(parseMetadata(encodeMetadata(metadata))).toEqual({ ok: true, value: metadata });
    }));
  });

  it.each(['', '20', '2001', '210100', '2002c001', '2003c00101ff', '2006c00101c00103', '2001c0'])('refuses %j', (bytes) => {
    expect(parseMetadata(hex(bytes))).toMatchObject({ ok: false, fault: { code: 'metadata/malformed' } });
  });

  it('merges as the chip does: in place, new ones at the end', () => {
    const present = must(parseMetadata(hex('200bc00101d003e1fc07d30100')));
    const merged = mergeMetadata(present, [entry('version', 0, 3), entry('change', 0xff)]);
    expect(toHex(encodeMetadata(merged))).toBe('200dc00101d001ffd30100c1020003');
    expect(metadataSize(merged)).toBe(13);
  });

  it('splits the version from its invalid bit', () => {
    expect(version([entry('version', 0x80, 0x03)])).toEqual({ version: 3, invalid: true });
    expect(version([])).toEqual({ version: 0, invalid: false });
  });
});

describe('object ids', () => {
  it.each(['e0f1', 'E0F1', '0xe0f1', '0XE0F1', ' e0f1 '])('takes %j', (text) => {
    expect(parseOid(text)).toEqual({ ok: true, value: 0xe0f1 });
  });
  it.each(['', 'e0f', 'e0f11', '0xg0f1', 'e0 f1'])('refuses %j', (text) => {
    expect(parseOid(text).ok).toBe(false);
  });
  it('prints one form', () => expect(formatOid(oid(0xe0f1))).toBe('0xE0F1'));
});

describe('coprocessor UID', () => {
  // Object dump of a real V3 chip, published by the vendor.
  it('is decoded', () => {
    expect(must(parseUid(hex('cd16339301001c000500000a09a413000a002f002e801010712440')))).toMatchObject({
      cimId: 0xcd,
      romCode: '9301',
      batch: '0a09a413000a',
      x: 0x2f,
      y: 0x2e,
      firmwareId: '80101071',
      build: '2440',
      chipId: '0a09a413000a002f002e',
      family: 'trust-m-v3',
    });
  });
  it('takes a newer build of the model for a V3, and says that it is new', () => {
    for (const build of ['2566', '9999', '1000']) {
      expect(parseUid(hex(`cd16339301001c000500000a09a413000a002f002e80101071${build}`))).toMatchObject({ ok: true, value: { family: 'trust-m-v3', build, newBuild: true } });
    }
    expect(parseUid(hex('cd16339301001c000500000a09a413000a002f002e801010712440'))).not.toHaveProperty('value.newBuild');
  });
  it('names a chip of another model, and a build between those of V1', () => {
    for (const uid of ['cd16349301001c000500000a09a413000a002f002e801010719999', 'cd16339301001c000500000a09a413000a002f002e801010710700']) {
      expect(parseUid(hex(uid))).toMatchObject({ fault: { code: 'chip/unknown-family' } });
    }
  });
});
