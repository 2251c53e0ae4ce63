import { describe, expect, it } from 'vitest';
import { getData } from '../apdu/commands/getDataObject.ts';
import { eraseAndWrite } from '../apdu/commands/setDataObject.ts';
import { Chip } from '../chip/chip.ts';
import { oid } from '../objects/oid.ts';
import { must } from '../result/result.ts';
import { createChip } from '../simulator/chip/chip.ts';
import { parseFaults } from '../simulator/faults/parse.ts';
import { createBoard } from '../simulator/firmware/board.ts';
import { profiles } from '../simulator/profiles/profiles.ts';
import { testRandom } from '../simulator/testing/chips.ts';
import { ManualClock } from '../simulator/testing/manualClock.ts';
import { encodeFrame, maxFramedApdu, startSequence } from './frame.ts';
import { Link } from './link.ts';

/** A board with simulated time, and a link to it. */
function setUp(fault?: string) {
  const clock = new ManualClock();
  const parsed = fault === undefined ? { rules: [] } : parseFaults(fault);
  if ('bad' in parsed) throw new Error(parsed.bad);
  const chip = createChip({ profile: profiles['trust-m-v3'], random: testRandom(), clock });
  const commands: number[] = [];
  const board = createBoard({ chip, clock, timing: 'none', faults: parsed.rules, name: 'test', onTransfer: ([code = 0]) => commands.push(code) });
  const resynchronised: number[] = [];
  const link = new Link(board.port, { clock, onResynchronised: (fed) => resynchronised.push(fed) });
  return { clock, board, link, chip: new Chip(link), resynchronised, commands };
}

const uid = getData(oid(0xe0c2));
const marker = Uint8Array.of(1, 2, 3);

describe('out of step with the firmware', () => {
  // Every state that the firmware can be in at the start: an earlier frame left it with this many bytes.
  const stray = must(encodeFrame(new Uint8Array(40)));
  const cuts = Array.from({ length: stray.length }, (_, cut) => cut).filter((cut) => cut !== startSequence.length);
  it.each(cuts)('%i bytes of an earlier frame are in: reads come through', async (cut) => {
    const { board, link, chip, resynchronised } = setUp();
    board.feed(stray.subarray(0, cut));
    expect(await link.connect()).toMatchObject({ ok: true });
    expect(must(await chip.run(uid))).toHaveLength(27);
    expect(resynchronised.every((fed) => fed <= 1992)).toBe(true);
    if (cut > 0) expect(resynchronised.length).toBeGreaterThan(0);
  });

  it('a start sequence alone is in: our own one is read as a length of 48879, and only unplugging helps', async () => {
    const { board, link } = setUp();
    const bytes: number[] = [];
    const write = board.port.write.bind(board.port);
    board.port.write = (part) => {
      bytes.push(...part);
      return write(part);
    };
    board.feed(startSequence);
    expect(await link.connect()).toMatchObject({ ok: false, fault: { code: 'link/dead' } });
    expect(bytes.length, 'the firmware\'s unchecked buffer of 1998 bytes is not overrun').toBeLessThanOrEqual(1994);
    board.unplug();
    const again = new Link(board.plug(), { clock: new ManualClock() });
    expect(await again.connect()).toMatchObject({ ok: true });
  });

  it('the longest body that can be announced is filled, and no more', async () => {
    const { board, link, resynchronised } = setUp();
    board.feed(Uint8Array.of(0xbe, 0xef, 0xde, 0xad, maxFramedApdu >> 8, maxFramedApdu & 0xff));
    expect(await link.connect()).toMatchObject({ ok: true });
    expect(Math.max(...resynchronised)).toBeLessThanOrEqual(maxFramedApdu + 2);
  });
});

describe('a damaged exchange', () => {
  const faults = ['flip@3:6.2', 'cut@3:5', 'drop@3:2', 'garbage@3:00ff00', 'error@3', 'silence@3', 'in-flip@3:7.1', 'in-drop@3:3'];

  const losing = faults.filter((fault) => !fault.startsWith('garbage'));

  it.each(losing)('%s: a read is not repeated, since another chip may answer now', async (fault) => {
    const { link, chip, commands } = setUp(fault);
    must(await link.connect());
    must(await chip.run(uid));
    expect(await chip.run(uid)).toMatchObject({ ok: false, fault: { code: 'link/resynchronised' } });
    expect(commands.at(-1), 'the application was opened, and nothing was sent since').toBe(0xf0);
    expect(must(await chip.run(uid))).toHaveLength(27);
  });

  it('garbage before an answer is passed over', async () => {
    const { link, chip, resynchronised } = setUp('garbage@3:00ff00');
    must(await link.connect());
    must(await chip.run(uid));
    expect(must(await chip.run(uid))).toHaveLength(27);
    expect(resynchronised).toEqual([]);
  });

  it.each(losing)('%s: a write is never repeated blindly', async (fault) => {
    const { link, chip, board } = setUp(fault);
    must(await link.connect());
    must(await chip.run(uid));
    const written = await chip.run(eraseAndWrite(oid(0xf1d0), 0, marker));
    expect(written).toMatchObject({ ok: false, fault: { code: 'link/resynchronised' } });
    // Reads back whether the chip received it. The link works again.
    const read = must(await chip.run(getData(oid(0xf1d0))));
    const reached = fault.startsWith('in-') || fault.startsWith('error') ? 100 : marker.length;
    expect(read).toHaveLength(reached);
    expect(board.plugged).toBe(true);
  });

  it('a chip that hangs: the board does not answer, and that is said after the deadline', async () => {
    const { link, chip, clock } = setUp('hang@3');
    must(await link.connect());
    must(await chip.run(uid));
    const before = clock.now();
    expect(await chip.run(uid)).toMatchObject({ ok: false, fault: { code: 'link/dead', cause: { code: 'link/no-answer' } } });
    expect(clock.now() - before).toBeLessThan(20_000);
  });

  it('the cable is pulled while a request waits', async () => {
    const { link, chip } = setUp('unplug@3:after');
    must(await link.connect());
    must(await chip.run(uid));
    expect(await chip.run(uid)).toMatchObject({ ok: false, fault: { code: 'link/closed' } });
    expect(await chip.run(uid)).toMatchObject({ ok: false, fault: { code: 'link/closed' } });
  });
});

it('requests wait for their turn', async () => {
  const { link, chip } = setUp();
  must(await link.connect());
  const answers = await Promise.all(Array.from({ length: 20 }, () => chip.run(uid)));
  expect(answers.every((answer) => answer.ok && answer.value.length === 27)).toBe(true);
});
