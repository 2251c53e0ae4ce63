import { describe, expect, it } from 'vitest';
import { getData } from '../../apdu/commands/getDataObject.ts';
import { openApplication } from '../../apdu/commands/openApplication.ts';
import { eraseAndWrite } from '../../apdu/commands/setDataObject.ts';
import type { Command } from '../../apdu/apdu.ts';
import { encodeFrame } from '../../bridge/frame.ts';
import { Link } from '../../bridge/link.ts';
import { hex, toHex } from '../../bytes/hex.ts';
import { oid } from '../../objects/oid.ts';
import { must } from '../../result/result.ts';
import { createChip } from '../chip/chip.ts';
import { parseFaults } from '../faults/parse.ts';
import { profiles } from '../profiles/profiles.ts';
import { testRandom } from '../testing/chips.ts';
import { ManualClock } from '../testing/manualClock.ts';
import { createBoard, type Board, type BoardOptions } from './board.ts';

const uid = getData(oid(0xe0c2));
const uidAnswer = '0000001bcd16339301001c000500000a09a413000a002f002e801010712440';

interface OpenBoard {
  readonly board: Board;
  readonly clock: ManualClock;
  readonly resynchronised: number[];
  readonly link: Link;
  /** The answer in hexadecimal, or the fault's code. */
  run(command: Command<unknown>, link?: Link): Promise<string>;
}

function openBoard(faults = '', options: Partial<BoardOptions> = {}): OpenBoard {
  const clock = new ManualClock();
  const chip = createChip({ profile: profiles['trust-m-v3'], random: testRandom(), clock });
  const parsed = parseFaults(faults);
  const board = createBoard({ chip, clock, timing: 'none', ...('rules' in parsed ? { faults: parsed.rules } : {}), ...options });
  const resynchronised: number[] = [];
  const link = new Link(board.port, { clock, onResynchronised: (bytes) => resynchronised.push(bytes) });
  const run = async (command: Command<unknown>, over = link): Promise<string> => {
    const outcome = await over.exchange(command);
    return outcome.ok ? toHex(outcome.value) : outcome.fault.code;
  };
  return { board, clock, resynchronised, link, run };
}

describe('a board under the real link', () => {
  it('takes the line\'s and the chip\'s time', async () => {
    const { clock, run } = openBoard('', { timing: 'datasheet', baud: 115_200 });
    expect(await run(openApplication())).toBe('00000000');
    // 28 and 12 bytes of ten bits each, and 15 ms for the chip.
    expect(clock.now()).toBeCloseTo(40 / 11.52 + 15, 0);
    const before = clock.now();
    expect(await run(uid)).toBe(uidAnswer);
    expect(clock.now() - before).toBeCloseTo((18 + 39) / 11.52 + 10 + (20 * 27) / 256, 0);
  });

  it.each([
    ['answer\'s bit turned', 'flip@2:8.3'],
    ['answer cut', 'cut@2:20'],
    ['answer\'s byte lost', 'drop@2:12'],
    ['answer lost', 'silence@2'],
    ['error frame', 'error@2'],
    ['request\'s byte lost in the header', 'in-drop@2:2'],
    ['request\'s byte lost in the body', 'in-drop@2:9'],
    ['request\'s bit turned', 'in-flip@2:9.0'],
    ['request\'s start turned', 'in-flip@2:0.0'],
    ['request\'s length turned', 'in-flip@2:4.1'],
  ])('%s (%s): the link comes in step again and says so', async (_what, faults) => {
    const { run, resynchronised } = openBoard(faults);
    await run(openApplication());
    expect(await run(uid)).toBe('link/resynchronised');
    expect(resynchronised).toHaveLength(1);
    expect(await run(uid)).toBe(uidAnswer);
  });

  it('garbage before an answer is passed over', async () => {
    const { run, resynchronised } = openBoard('garbage@GetDataObject:00ffbeef');
    await run(openApplication());
    expect(await run(uid)).toBe(uidAnswer);
    expect(resynchronised).toEqual([]);
  });

  it('a hanging chip is dead until the board is plugged in again', async () => {
    const { board, clock, run } = openBoard('hang@2');
    await run(openApplication());
    expect(await run(uid)).toBe('link/dead');
    board.unplug();
    const link = new Link(board.plug(), { clock });
    expect(await run(openApplication(), link)).toBe('00000000');
    expect(await run(uid, link)).toBe(uidAnswer);
  });

  it.each([
    ['before', '00'.repeat(64)],
    ['during', '11'.repeat(40) + '00'.repeat(40)],
    ['after', '11'.repeat(80)],
  ] as const)('unplugged %s a certificate\'s write', async (when, content) => {
    const { board, run } = openBoard(`unplug@SetDataObject:${when}`);
    await run(openApplication());
    expect(await run(eraseAndWrite(oid(0xe0e1), 0, new Uint8Array(80).fill(0x11)))).toBe('link/closed');
    expect(board.plugged).toBe(false);
    expect(toHex(board.chip.object(oid(0xe0e1))?.data ?? hex('')).slice(0, content.length)).toBe(content);
    const written = await board.port.write(hex('00'));
    expect(written.ok).toBe(false);
  });

  it('the chip alone loses its power: error frame, the application is closed, half is written', async () => {
    const { board, run } = openBoard('power@SetDataObject');
    await run(openApplication());
    expect(await run(eraseAndWrite(oid(0xe0e8), 0, new Uint8Array(80).fill(0x22)))).toBe('link/resynchronised');
    expect(toHex(board.chip.object(oid(0xe0e8))?.data ?? hex(''))).toBe('22'.repeat(40) + '00'.repeat(40));
  });

  it.each([
    [0, ''],
    [1, '22'],
    [79, '22'.repeat(79)],
    [5_000, '22'.repeat(79)],
  ])('power goes after %i bytes of a write: so many are there, the rest is erased, and never all of them', async (bytes, content) => {
    for (const fault of [`power@SetDataObject:${bytes}`, `unplug@SetDataObject:during.${bytes}`]) {
      const { board, run } = openBoard(fault);
      await run(openApplication());
      await run(eraseAndWrite(oid(0xe0e8), 0, new Uint8Array(80).fill(0x22)));
      expect(toHex(board.chip.object(oid(0xe0e8))?.data ?? hex(''))).toBe(content.padEnd(160, '0'));
    }
  });

  it('what is written in an atomic way is as before, wherever the power goes', async () => {
    const { board, run } = openBoard('power@SetDataObject:3');
    const before = board.chip.object(oid(0xf1d0));
    await run(openApplication());
    await run(eraseAndWrite(oid(0xf1d0), 0, new Uint8Array(80).fill(0x22)));
    expect(board.chip.object(oid(0xf1d0))).toEqual(before);
  });

  it('a reset closes the application and keeps the port', async () => {
    const { board, run } = openBoard();
    await run(openApplication());
    board.reset();
    expect(await run(uid)).toBe('ff000000');
    expect(await run(openApplication())).toBe('00000000');
  });

  it('a closed port is opened again by asking for it', async () => {
    const { board, clock, run } = openBoard();
    const first = board.port;
    await first.close();
    expect(await run(uid)).toBe('link/closed');
    expect(board.port).not.toBe(first);
    expect(board.port).toBe(board.port);
    expect(await run(openApplication(), new Link(board.port, { clock }))).toBe('00000000');
  });

  it('a late answer is waited for', async () => {
    const { clock, run } = openBoard('late@2:4000');
    await run(openApplication());
    expect(await run(uid)).toBe(uidAnswer);
    expect(clock.now()).toBeGreaterThanOrEqual(4_000);
  });
});

describe('the firmware, raw', () => {
  it('takes bytes in any cut, and answers one after the other', async () => {
    const { board } = openBoard();
    let heard = '';
    board.onOutput((bytes) => (heard += toHex(bytes)));
    const frames = toHex(must(encodeFrame(openApplication().request))) + toHex(must(encodeFrame(uid.request)));
    for (const byte of hex(frames)) board.feed(Uint8Array.of(byte));
    await new Promise((resolve) => setTimeout(resolve, 0));
    expect(heard).toBe(`beefdead0004000000003de8${toHex(must(encodeFrame(hex(uidAnswer))))}`);
  });

  it('a length over its buffer makes it fall silent permanently', () => {
    const { board } = openBoard();
    let heard = 0;
    board.onOutput((bytes) => (heard += bytes.length));
    board.feed(hex('beefdead07d0'));
    board.feed(new Uint8Array(5_000));
    expect(heard).toBe(0);
    board.unplug();
    board.plug();
    board.feed(new Uint8Array(6));
    expect(heard).toBe(6);
  });
});
