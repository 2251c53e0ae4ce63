import { describe, expect, it } from 'vitest';
import { granted, type World } from '../testing/accessTable.ts';
import { apdu, openChip, type TestChip } from '../testing/chips.ts';

const conditions = [
  '00', 'ff', 'e1fc07', 'e1fb01', 'e1fa03', 'e1fc03', 'e0fc07', 'e0fa01', 'e0fa03', '70fa07', '70fb07', '70fc0f',
  '1020', '9020', '90ff', '20e140', '21e140', '21e0e8', '23f1d5', '40e120', '40e121',
  'e1fc03fe9020', 'e1fc03fd9020', 'e1fc07fd9020', '20e140fe23f1d5', '20e140fd23f1d5', '21e0e8fe40e120', '40e120fd70fa07',
  'e0fa03fee1fc03fe40e121', 'e1fc07fde0fa01fd70fa07', 'e1fb07fe9020fde0fa03', 'e1fb07fd9020fee0fa01',
];

async function setUp(chip: TestChip, condition: string, lcsO: number): Promise<void> {
  await chip.ok(apdu('8240', 'e120', '0000', '00000000000000ff'));
  await chip.ok(apdu('8240', 'f1d6', '0000', '11'));
  const length = (condition.length / 2).toString(16).padStart(2, '0');
  const total = (3 + 2 + condition.length / 2).toString(16).padStart(2, '0');
  await chip.ok(apdu('8201', 'f1d6', '0000', `20${total}c001${lcsO.toString(16).padStart(2, '0')}d1${length}${condition}`));
}

describe('access decisions, against the table read a second time', () => {
  it.each(conditions)('%s', async (condition) => {
    for (const lcsO of [0x01, 0x03, 0x07]) {
      for (const cleared of [false, true]) {
        const chip = await openChip();
        await setUp(chip, condition, lcsO);
        if (cleared) {
          await chip.ok(apdu('8200', 'f1c1', '0000', 'df'));
          await chip.ok(apdu('8240', 'e0c1', '0000', '00'));
          await chip.ok(apdu('8240', 'f1c0', '0000', '03'));
        }
        const world: World = {
          lcsO,
          lcsA: cleared ? 0x03 : 0x01,
          lcsG: 0x07,
          status: cleared ? 0x00 : 0x20,
          authorized: false,
          counterLeft: condition.includes('40e120') && !condition.includes('40e121'),
        };
        const bytes = condition.match(/../g)?.map((byte) => Number.parseInt(byte, 16)) ?? [];
        const read = apdu('8100', 'f1d6');
        if (granted(bytes, world)) expect(await chip.ok(read)).toBe('11');
        else expect(await chip.code(read)).toBe(0x07);
      }
    }
  });
});

describe('linked usage counters', () => {
  it('advance with every use, and end it', async () => {
    const { ok, code } = await openChip();
    await ok(apdu('8240', 'e120', '0000', '0000000000000002'));
    await ok(apdu('8201', 'f1d6', '0000', '2005d10340e120'));
    await ok(apdu('8100', 'f1d6'));
    await ok(apdu('8100', 'f1d6'));
    expect(await code(apdu('8100', 'f1d6'))).toBe(0x07);
    expect(await ok(apdu('8100', 'e120'))).toBe('0000000200000002');
  });
});
