import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openBench, type TestBench } from '../testing/bench.ts';

let bench: TestBench;
beforeEach(async () => {
  bench = await openBench();
});
afterEach(() => bench.close());

describe('things to try without files of one\'s own', () => {
  it('a pair fills the device\'s slot; the window never gets the key', async () => {
    const { key, certificate } = await bench.ok('samples/pair', {});
    for (const { ticket } of [key, certificate]) await bench.ok('wizard/material', { slot: 'device', ticket });
    const { device } = await bench.ok('wizard/state', {});
    expect([device.belongTogether, device.certificate?.subject, device.key?.algorithm]).toEqual([true, 'CN=Sample device', 'secp256r1']);
    expect((await bench.fault('objects/compare', { id: '0xE0E0', ticket: key.ticket })).code).toBe('file/ticket-secret');
    const again = await bench.ok('samples/pair', {});
    await bench.ok('wizard/material', { slot: 'device', ticket: again.key.ticket });
    expect((await bench.ok('wizard/state', {})).device.belongTogether, 'each is another key').toBe(false);
  });

  it('a reel opens, its CA can be trusted, its transport key unlocks its secrets', async () => {
    const { bundle, anchors, transportKey } = await bench.ok('samples/reel', {});
    expect(bundle.content).toBe('bundle');
    const reel = await bench.ok('reels/open', { tickets: [bundle.ticket] });
    expect(reel).toMatchObject({ lock: 'locked' })
    expect((await bench.ok('reels/rows', { id: reel.id, search: '', from: 0, count: 1 })).total).toBe(10);
    expect(await bench.ok('reels/add-anchor', { ticket: anchors.ticket })).not.toEqual([]);
    expect(await bench.ok('reels/unlock', { id: reel.id, ticket: transportKey.ticket })).toMatchObject({ lock: 'open' });
  });
});
