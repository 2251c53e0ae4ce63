import { describe, expect, it } from 'vitest';
import { hex, toHex } from '../../bytes/hex.ts';
import { encodeMetadata, parseMetadata } from '../../objects/metadata.ts';
import { oid } from '../../objects/oid.ts';
import { must } from '../../result/result.ts';
import { apdu, openChip } from '../testing/chips.ts';
import { loadProfile } from './profile.ts';
import { profileNames, profiles } from './profiles.ts';

describe.each(profileNames)('%s', (name) => {
  const { objects, provenance } = profiles[name];

  it('says where its figures come from', () => expect(provenance).toMatch(/real chip/));

  it.each(Object.entries(objects))('%s: metadata byte for byte', async (id, { metadata }) => {
    expect(toHex(encodeMetadata(must(parseMetadata(hex(metadata)))))).toBe(metadata);
    const { ok } = await openChip(name);
    expect(await ok(apdu('8101', id))).toBe(metadata);
  });

  it('gives out what the dump could read, and nothing else', async () => {
    const { chip } = await openChip(name);
    for (const [id, { data }] of Object.entries(objects)) {
      const answer = await chip.transmit(hex(apdu('8100', id, '00000611')));
      expect(answer[0], id).toBe(data === undefined ? 0xff : 0x00);
      if (data === undefined) continue;
      // The vendor's tool stopped at 1700 bytes. One answer has at most 1553.
      const read = toHex(answer.subarray(4)).slice(0, data.length);
      expect(data.slice(0, read.length), id).toBe(read);
    }
  });

  it('holds 1728 bytes in E0E3', async () => {
    const { chip, ok } = await openChip(name);
    expect(chip.object(oid(0xe0e3))?.data?.length).toBe(1728);
    expect(await ok(apdu('8100', 'e0e3', '06110611'))).toHaveLength(2 * (1728 - 0x611));
  });

  it('never gives out a key, and knows no session context as an object', async () => {
    const { code } = await openChip(name);
    for (const id of ['e0f0', 'e0f1', 'e0fc']) expect(await code(apdu('8100', id))).toBe(0x07);
    for (const id of ['e100', 'e103']) {
      expect(await code(apdu('8100', id))).toBe(0x01);
      expect(await code(apdu('8101', id))).toBe(0x01);
    }
  });
});

describe('a vendor export as profile', () => {
  it('is read, its family from the UID', () => {
    const exported = Object.fromEntries(
      Object.entries(profiles['trust-m-v1'].objects)
        .filter(([id]) => id !== 'f1c2')
        .map(([id, object]) => [id, { ...object, data: object.data ?? '', pretty_metadata: {} }]),
    );
    const loaded = loadProfile(exported, 'chip.json');
    expect(loaded.ok && loaded.value.family).toBe('trust-m-v1');
    expect(loaded.ok && loaded.value.objects).toEqual(profiles['trust-m-v1'].objects);
  });

  it.each([
    [null, 'file/unknown-content'],
    [{ e0c2: 'x' }, 'file/unknown-content'],
    [{ zz: {} }, 'object/bad-id'],
    [{ e0e7: { metadata: '2000' } }, 'object/unknown'],
    [{ e0c2: { metadata: '2001' } }, 'metadata/malformed'],
    [{ e0c2: { metadata: '200' } }, 'bytes/odd-hex'],
    [{ e0c2: { metadata: '2000' } }, 'bytes/truncated'],
  ])('%j is refused with %s', (json, code) => {
    const loaded = loadProfile(json, 'chip.json');
    expect(!loaded.ok && loaded.fault.code).toBe(code);
  });
});
