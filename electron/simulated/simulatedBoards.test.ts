import { describe, expect, it } from 'vitest';
import { toHex } from '../../core/bytes/hex.ts';
import { oid } from '../../core/objects/oid.ts';
import { must } from '../../core/result/result.ts';
import { ManualClock } from '../../core/simulator/testing/manualClock.ts';
import { SimulatedBoards } from './simulatedBoards.ts';

const anchor = oid(0xe0e8);
const write = (byte: number): Uint8Array => Uint8Array.of(0x82, 0x40, 0, 204, 0xe0, 0xe8, 0, 0, ...Array<number>(200).fill(byte));

describe('the board of a simulated port', () => {
  it.each([3, 100])('loses its power after as many bytes of a write as the fault says: %i', async (bytes) => {
    const boards = new SimulatedBoards({ clock: new ManualClock(), random: (length) => new Uint8Array(length).fill(7), timing: 'none' }, () => undefined);
    must(boards.open('simulated'));
    const chip = boards.find('simulated')?.chip;
    await chip?.transmit(Uint8Array.of(0xf0, 0, 0, 0x10, ...Buffer.from('d27600000447656e417574684170706c', 'hex')));
    await chip?.tear(write(0x33), bytes);
    expect(toHex(chip?.object(anchor)?.data ?? new Uint8Array()).replace(/(00)+$/, '')).toBe('33'.repeat(bytes));
  });
});
