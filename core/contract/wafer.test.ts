import { describe, expect, it } from 'vitest';
import { reelThings } from './reels.ts';
import { decodeCells, encodeCells, isWhole } from './wafer.ts';

const cell = (holds: readonly (typeof reelThings)[number][], x = 0, y = 0) => encodeCells([{ x, y, holds }]);

describe('cells of the wafer map', () => {
  it('X, Y and the things, in five bytes', () => {
    expect([...cell(['E0E0', 'auto'], 0x1234, 0xabcd)]).toEqual([0x12, 0x34, 0xab, 0xcd, 0b10001]);
    expect(decodeCells(Uint8Array.of(0x12, 0x34, 0xab, 0xcd, 0b10001, 0, 0, 0, 1, 0b1000))).toEqual([
      { x: 0x1234, y: 0xabcd, has: 0b10001 },
      { x: 0, y: 1, has: 0b1000 },
    ]);
    expect(decodeCells(new Uint8Array(4))).toEqual([]);
  });

  it('each thing has a bit of its own, and the list of things is in their order', () => {
    expect(reelThings.map((thing) => cell([thing])[4])).toEqual([0b1, 0b10, 0b100, 0b1000, 0b10000]);
  });

  it('a chip without one of the things is not whole; a secret is not missed while they are locked', () => {
    const [whole] = decodeCells(cell(reelThings));
    expect([whole && isWhole(whole, false), whole && isWhole(whole, true)]).toEqual([true, true]);
    const without = reelThings.map((thing) => decodeCells(cell(reelThings.filter((one) => one !== thing)))[0]);
    expect(without.map((one) => one && isWhole(one, false))).toEqual([false, false, false, false, false]);
    expect(without.map((one) => one && isWhole(one, true))).toEqual([false, false, false, true, true]);
  });
});
