import { describe, expect, it } from 'vitest';
import { apdu, openChip, type TestChip } from '../testing/chips.ts';

/**
 * An access decision written down again, from the manual's table 44 alone, on the bytes of the condition: no parser or
 * evaluator of the product. Groups are split at FE, terms at FD, by the terms' own lengths.
 */
interface World {
  readonly lcsO: number;
  readonly lcsA: number;
  readonly lcsG: number;
  readonly status: number;
  readonly authorized: boolean;
  readonly counterLeft: boolean;
}

const lengths: Readonly<Record<number, number>> = { 0x10: 2, 0x90: 2, 0x20: 3, 0x21: 3, 0x23: 3, 0x40: 3, 0x70: 3, 0xe0: 3, 0xe1: 3 };

function holds(term: readonly number[], world: World): boolean {
  const [code = 0, a = 0, b = 0] = term;
  const compare = (value: number): boolean => (a === 0xfa ? value === b : a === 0xfb ? value > b : value < b);
  if (code === 0xe1) return compare(world.lcsO);
  if (code === 0xe0) return compare(world.lcsA);
  if (code === 0x70) return compare(world.lcsG);
  if (code === 0x10 || code === 0x90) return (world.status & a) === a;
  if (code === 0x23) return world.authorized;
  return code === 0x40 && world.counterLeft;
}

function granted(bytes: readonly number[], world: World): boolean {
  if (bytes.length === 1) return bytes[0] === 0x00;
  let group = true;
  for (let at = 0; at < bytes.length; ) {
    const length = lengths[bytes[at] ?? 0] ?? 0;
    group &&= holds(bytes.slice(at, at + length), world);
    const operator = bytes[at + length];
    if (operator !== 0xfd && group) return true;
    if (operator === 0xfe) group = true;
    at += length + 1;
  }
  return false;
}

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
