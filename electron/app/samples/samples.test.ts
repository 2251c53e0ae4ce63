import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openProgram, type TestProgram } from '../testing/program.ts';

let program: TestProgram;
beforeEach(async () => {
  program = await openProgram();
});
afterEach(() => program.close());

describe('things to try without files of one\'s own', () => {
  it('a pair fills the device\'s slot; the window never gets the key', async () => {
    const { key, certificate } = await program.ok('samples/pair', {});
    for (const { ticket } of [key, certificate]) await program.ok('wizard/material', { slot: 'device', ticket });
    const { device } = await program.ok('wizard/state', {});
    expect([device.belongTogether, device.certificate?.subject, device.key?.algorithm]).toEqual([true, 'CN=Sample device', 'secp256r1']);
    expect((await program.fault('objects/compare', { id: '0xE0E0', ticket: key.ticket })).code).toBe('file/ticket-secret');
    const again = await program.ok('samples/pair', {});
    await program.ok('wizard/material', { slot: 'device', ticket: again.key.ticket });
    expect((await program.ok('wizard/state', {})).device.belongTogether, 'each is another key').toBe(false);
  });

  it('a reel opens, its CA can be trusted, its transport key unlocks its secrets', async () => {
    const { bundle, anchors, transportKey } = await program.ok('samples/reel', {});
    expect(bundle.content).toBe('bundle');
    const reel = await program.ok('reels/open', { tickets: [bundle.ticket] });
    expect(reel).toMatchObject({ lock: 'locked' })
    expect((await program.ok('reels/rows', { id: reel.id, search: '', from: 0, count: 1 })).total).toBe(10);
    expect(await program.ok('reels/add-anchor', { ticket: anchors.ticket })).not.toEqual([]);
    expect(await program.ok('reels/unlock', { id: reel.id, ticket: transportKey.ticket })).toMatchObject({ lock: 'open' });
  });
});
