import { describe, expect, it } from 'vitest';
import { hex, toHex } from '../../bytes/hex.ts';
import { oid } from '../../objects/oid.ts';
import { apdu, openChip } from './chips.ts';
import { installAnchor, send } from './dataSets.ts';
import recorded from './vectors/vendorRequests.json' with { type: 'json' };
import made from './vectors/vendorToolSets.json' with { type: 'json' };

describe('data sets made by the vendor\'s tool', () => {
  it.each(made.data_sets)('version $payload_version is taken, and refused with a byte of the last fragment changed', async (set) => {
    const chip = await openChip();
    await installAnchor(chip, 'e0e3', set.certificate);
    await chip.ok(apdu('8201', 'f1e0', '0000', '2005d00321e0e3'));
    const [manifest, fragments] = [hex(set.manifest), set.fragments.map(hex)];
    const spoilt = fragments.map((fragment, number) => (number === fragments.length - 1 ? fragment.map((byte, at) => (at === 7 ? byte ^ 1 : byte)) : fragment));
    expect(await send(chip, { manifest, fragments: spoilt })).toBe(0x2d);
    expect(await send(chip, { manifest, fragments })).toBe(0);
    expect(toHex(chip.chip.object(oid(0xf1e0))?.data ?? hex('')).startsWith(set.payload)).toBe(true);
  });

  it('goes in with the very commands of the vendor\'s host library', async () => {
    const chip = await openChip();
    const set = made.data_sets.find(({ fragments }) => fragments.length === 3);
    await installAnchor(chip, 'e0e3', set?.certificate ?? '');
    await chip.ok(apdu('8201', 'f1e0', '0000', '2005d00321e0e3'));
    const { requests } = recorded.operations.find(({ operation }) => operation === 'protected update, three fragments') ?? { requests: [] };
    for (const request of requests) expect(await chip.ok(request)).toBe('');
    expect(toHex(chip.chip.object(oid(0xf1e0))?.data ?? hex('')).startsWith(set?.payload ?? 'x')).toBe(true);
  });
});
