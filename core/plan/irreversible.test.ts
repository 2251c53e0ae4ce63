import { describe, expect, it } from 'vitest';
import { hex } from '../bytes/hex.ts';
import { parseMetadata } from '../objects/metadata.ts';
import { oid } from '../objects/oid.ts';
import { must } from '../result/result.ts';
import { irreversibleEffect } from './irreversible.ts';

const chip = { lcsG: 0x07, lcsA: 0x01 };
const state = (id: number, tlvs: string, data?: string) => ({
  id: oid(id),
  metadata: must(parseMetadata(hex(`20${(tlvs.length / 2).toString(16).padStart(2, '0')}${tlvs}`))),
  ...(data === undefined ? {} : { data: hex(data) }),
});
const effect = (before: string, after: string): string | undefined => irreversibleEffect(state(0xf1d4, before), state(0xf1d4, after), chip);

const [creation, initialization, operational, termination] = ['c00101', 'c00103', 'c00107', 'c0010f'];
const untilOperational = 'd003e1fc07';

describe('what cannot be undone, by its effect', () => {
  it.each<[string, string, string, string | undefined]>([
    ['LcsO to operational', creation, operational, 'The lifecycle of 0xF1D4 goes to operational, and never back.'],
    ['LcsO to initialization', creation, initialization, 'The lifecycle of 0xF1D4 goes to initialization, and never back.'],
    ['LcsO to termination', operational, termination, 'The lifecycle of 0xF1D4 goes to termination, and never back.'],
    ['LcsO down, by a metadata update', operational, creation, undefined],
    ['an absent LcsO is operational', '', operational, undefined],
    ['change = never while the metadata can be written again', `${creation}${untilOperational}`, `${creation}d001ff`, undefined],
    ['change = never on an operational object', `${operational}d00321e0e3`, `${operational}d001ff`, 'The change condition of 0xF1D4 can never be met again.'],
    ['change removed', `${operational}d00321e0e3`, operational, 'The change condition of 0xF1D4 can never be met again.'],
    ['change asks for an earlier LcsO', `${operational}d00321e0e3`, `${operational}${untilOperational}`, 'The change condition of 0xF1D4 can never be met again.'],
    ['change was closed before', `${operational}${untilOperational}`, `${operational}d001ff`, undefined],
    ['change asks for another signature', `${operational}d00321e0e3`, `${operational}d00321e0e8`, undefined],
    ['change = never where a metadata update can set it again: still counted', `${operational}d00321e0e3d80321e0e3f00107`, `${operational}d001ffd80321e0e3f00107`, 'The change condition of 0xF1D4 can never be met again.'],
    ['read = never, and nothing sets it again', `${operational}d10100`, `${operational}d101ff`, 'The read condition of 0xF1D4 can never be met again.'],
    ['read = never, and a metadata update sets it again', `${operational}d10100d80321e0e3f00107`, `${operational}d101ffd80321e0e3f00107`, undefined],
    ['read = never while the metadata can be written again', `${creation}d10100`, `${creation}d101ff`, undefined],
    ['execute = never', `${operational}d30100`, `${operational}d301ff`, 'The execute condition of 0xF1D4 can never be met again.'],
    ['metadata updates closed', `${operational}d80321e0e3f00107`, `${operational}d801fff00107`, 'The metadata update condition of 0xF1D4 can never be met again.'],
    ['the highest version, on an operational object', `${operational}c1020001d00321e0e3`, `${operational}c1027fffd00321e0e3`, '0xF1D4 gets the highest possible version: it can never take a protected update again.'],
    ['the highest version of metadata updates', `${operational}d80321e0e3f00107`, `${operational}c1027fffd80321e0e3f00107`, '0xF1D4 gets the highest possible version: it can never take a protected update again.'],
    ['the version below the highest', `${operational}d00321e0e3`, `${operational}c1027ffed00321e0e3`, undefined],
    ['the highest version, while a host can write it back', `${creation}d00321e0e3`, `${creation}c1027fffd00321e0e3`, undefined],
    ['the highest version where it was', `${operational}c1027fffd00321e0e3`, `${operational}c1027fffd00321e0e3`, undefined],
  ])('%s', (_, before, after, because) => {
    expect(effect(before, after)).toBe(because);
  });

  it.each([
    [0xe0c0, '03', '07', 'The chip\'s lifecycle state in 0xE0C0 goes to operational, and never back.'],
    [0xf1c0, '01', '03', 'The chip\'s lifecycle state in 0xF1C0 goes to initialization, and never back.'],
    [0xf1c0, '07', '07', undefined],
    [0xf1d4, '01', '07', undefined],
  ])('content of %i: %s to %s', (id, from, to, because) => {
    expect(irreversibleEffect(state(id, creation, from), state(id, creation, to), chip)).toBe(because);
  });
});
