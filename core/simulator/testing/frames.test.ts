import { describe, expect, it } from 'vitest';
import { hex, toHex } from '../../bytes/hex.ts';
import type { SimulatedChip } from '../chip/chip.ts';
import { createBoard, type Board } from '../firmware/board.ts';
import { openChip } from './chips.ts';
import { ManualClock } from './manualClock.ts';
import vectors from './vectors/frames.json' with { type: 'json' };

const settled = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, 0));

function boardOf(chip: SimulatedChip): { board: Board; heard: () => string } {
  const board = createBoard({ chip, clock: new ManualClock(), timing: 'none' });
  let bytes = '';
  board.onOutput((part) => (bytes += toHex(part)));
  return { board, heard: () => bytes };
}

/** A chip that gives prepared answers and records its requests. */
function stub(chip: SimulatedChip, answer: string, asked: string[]): SimulatedChip {
  return {
    ...chip,
    transmit: (apdu) => {
      asked.push(toHex(apdu));
      return Promise.resolve(hex(answer));
    },
  };
}

describe('recorded frames', () => {
  const { frames } = vectors;
  it.each(frames)('$what: passes the firmware both ways', async ({ apdu, frame }) => {
    const asked: string[] = [];
    const { board, heard } = boardOf(stub((await openChip()).chip, apdu, asked));
    board.feed(hex(frame));
    await settled();
    expect(asked).toEqual([apdu]);
    expect(heard()).toBe(frame);
  });

  it('OpenApplication and an error are answered byte for byte by the chip itself', async () => {
    const { board, heard } = boardOf((await openChip()).chip);
    const frame = (what: string): string => frames.find((entry) => entry.what.startsWith(what))?.frame ?? '';
    board.feed(hex(frame('OpenApplication')));
    await settled();
    expect(heard()).toBe(frame('OpenApplication answer'));
  });

  it('a wrong start or CRC gives the error frame', async () => {
    const { board, heard } = boardOf((await openChip()).chip);
    board.feed(hex('000000000000'));
    expect(heard()).toBe(vectors.error_frame);
    board.feed(hex(`${frames[0]?.frame.slice(0, -4)}0000`));
    expect(heard()).toBe(vectors.error_frame.repeat(2));
  });
});
