import { describe, expect, it } from 'vitest';
import { apdu, openChip } from '../testing/chips.ts';

describe('a fresh chip', () => {
  it('answers its UID and metadata as dumped', async () => {
    const { ok } = await openChip();
    expect(await ok('81000006e0c200000611')).toBe('cd16339301001c000500000a09a413000a002f002e801010712440');
    expect(await ok('81010002e0e0')).toBe('2017c00101c40206c0c5020204d001ffd10100d30100e80112');
  });

  it('signs with a generated key, and verifies with it', async () => {
    const { ok } = await openChip();
    const key = await ok('b8030009010002e0f102000111');
    expect(key.slice(0, 16)).toBe('0200440342000400'.slice(0, 14) + key.slice(14, 16));
    const digest = 'ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad';
    const signature = await ok(`b1110028010020${digest}030002e0f1`);
    const verify = (d: string): string =>
      apdu('b211', `010020${d}`, `02${(signature.length / 2).toString(16).padStart(4, '0')}${signature}`, '05000103', `06${key.slice(2)}`);
    expect(await ok(verify(digest))).toBe('');
  });
});
