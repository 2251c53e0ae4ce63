import { describe, expect, it } from 'vitest';
import { getData, getMetadata } from '../apdu/commands/getDataObject.ts';
import { eraseAndWrite } from '../apdu/commands/setDataObject.ts';
import { encodeFrame } from '../bridge/frame.ts';
import { Link } from '../bridge/link.ts';
import { toHex } from '../bytes/hex.ts';
import { oid } from '../objects/oid.ts';
import { must } from '../result/result.ts';
import { createChip } from '../simulator/chip/chip.ts';
import { createBoard } from '../simulator/firmware/board.ts';
import { profiles } from '../simulator/profiles/profiles.ts';
import { testRandom } from '../simulator/testing/chips.ts';
import { ManualClock } from '../simulator/testing/manualClock.ts';
import { connectChip } from './connect.ts';
import { readMetadata } from './read.ts';

const data = oid(0xf1d0);

/** A board with the chip's real times. An earlier program left the application open. */
async function setUp() {
  const clock = new ManualClock();
  const chip = createChip({ profile: profiles['trust-m-v3'], random: testRandom(), clock });
  const board = createBoard({ chip, clock, timing: 'datasheet' });
  must(await connectChip(new Link(board.port, { clock }), { clock }));
  await board.port.close();
  const resynchronised: number[] = [];
  return { board, clock, resynchronised, link: new Link(board.port, { clock, onResynchronised: (fed) => resynchronised.push(fed) }) };
}

describe('a program died while the board owed it an answer', () => {
  it.each([
    ['a write', eraseAndWrite(data, 0, new Uint8Array(200))],
    ['the UID', getData(oid(0xe0c2))],
    ['metadata', getMetadata(data)],
    ['a refusal', getData(oid(0xe0f0))],
  ])('%s: it comes as the answer to our OpenApplication, and is found out', async (_, owed) => {
    const { board, clock, link, resynchronised } = await setUp();
    board.feed(must(encodeFrame(owed.request)));
    const { chip, identity } = must(await connectChip(link, { clock }));
    expect(identity.uid.chipId).toBe('0a09a413000a002f002e');
    expect(resynchronised).toHaveLength(1);
    expect(toHex(must(await chip.run(getData(oid(0xe0c2)))))).toBe(toHex(identity.uid.raw));
    expect((await readMetadata(chip, data)).ok).toBe(true);
  });

  it('nothing is fed to a board that owes nothing', async () => {
    const { clock, link, resynchronised } = await setUp();
    expect((await connectChip(link, { clock })).ok).toBe(true);
    expect(resynchronised).toEqual([]);
  });
});
