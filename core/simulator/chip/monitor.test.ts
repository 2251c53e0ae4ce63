import { describe, expect, it } from 'vitest';
import { hex } from '../../bytes/hex.ts';
import { oid } from '../../objects/oid.ts';
import { apdu, openChip, type TestChip } from '../testing/chips.ts';

const sign = apdu('b111', '01000a', '11'.repeat(10), '030002e0f1');
const counter = ({ chip }: TestChip): number => chip.object(oid(0xe0c5))?.data?.[0] ?? -1;

async function withKey(): Promise<TestChip> {
  const chip = await openChip();
  await chip.ok('b8030009010002e0f102000110');
  return chip;
}

describe('the security monitor', () => {
  it('counts uses up, and periods of 5 s down', async () => {
    const chip = await withKey();
    for (let i = 0; i < 3; i++) await chip.ok(sign);
    expect(counter(chip)).toBe(3);
    chip.clock.advance(10_100);
    expect(await chip.ok('81000002e0c5')).toBe('01');
  });

  it('gives up to five credits', async () => {
    const chip = await withKey();
    chip.clock.advance(60_000);
    for (let i = 0; i < 5; i++) await chip.ok(sign);
    expect(counter(chip)).toBe(0);
    await chip.ok(sign);
    expect(counter(chip)).toBe(1);
  });

  it('survives a power cycle, while credits do not', async () => {
    const chip = await withKey();
    await chip.ok(sign);
    chip.chip.powerCycle();
    expect(counter(chip)).toBe(1);
  });

  it('does not count session keys, reads or refused commands', async () => {
    const chip = await withKey();
    await chip.ok('b8030009010002e10002000110');
    await chip.ok(sign.replace(/e0f1$/, 'e100'));
    expect(await chip.code(apdu('b111', '010001', '11', '030002e0f1'))).toBe(0x05);
    expect(counter(chip)).toBe(0);
  });

  it('delays from 128 on, up to 5 s', async () => {
    const chip = await withKey();
    const objects = { ...chip.chip.snapshot().objects };
    for (const [value, least, most] of [['7e', 0, 0], ['7f', 30, 60], ['ff', 4_999, 5_001]] as const) {
      objects['e0c5'] = { metadata: '2009c40101d001ffd10100', data: value };
      chip.chip.restore({ version: 1, profile: 'trust-m-v3', objects });
      await chip.ok('f0000010d27600000447656e417574684170706c');
      const before = chip.clock.now();
      await chip.chip.transmit(hex(sign));
      expect(chip.clock.now() - before).toBeGreaterThanOrEqual(least);
      expect(chip.clock.now() - before).toBeLessThanOrEqual(most);
    }
  });

  it('is off with t_max 0', async () => {
    const chip = await withKey();
    const objects = { ...chip.chip.snapshot().objects };
    objects['e0c9'] = { metadata: '2011c00107c40108d003e1fc07d10100d301ff', data: '0000050100000000' };
    chip.chip.restore({ version: 1, profile: 'trust-m-v3', objects });
    await chip.ok('f0000010d27600000447656e417574684170706c');
    for (let i = 0; i < 3; i++) await chip.ok(sign);
    expect(counter(chip)).toBe(0);
  });
});
