import { describe, expect, it } from 'vitest';
import { getData } from '../apdu/commands/getDataObject.ts';
import { eraseAndWrite } from '../apdu/commands/setDataObject.ts';
import { Link } from '../bridge/link.ts';
import { hex, toHex } from '../bytes/hex.ts';
import { oid } from '../objects/oid.ts';
import { must } from '../result/result.ts';
import { createChip } from '../simulator/chip/chip.ts';
import { parseFaults } from '../simulator/faults/parse.ts';
import { createBoard } from '../simulator/firmware/board.ts';
import { profiles } from '../simulator/profiles/profiles.ts';
import { testRandom } from '../simulator/testing/chips.ts';
import { ManualClock } from '../simulator/testing/manualClock.ts';
import { connectChip } from './connect.ts';
import { holdsExactly, readAccess, readMetadata, readObject } from './read.ts';
import { changeMetadata, replaceObject, writeAt } from './write.ts';

const [certificate, data, counter, secretPlace] = [oid(0xe0e1), oid(0xf1e0), oid(0xe120), oid(0xf1d1)];

/** A session on a simulated board, and its requests as code, Param and OID (or offset and length of a read). */
async function setUp(faults = '') {
  const clock = new ManualClock();
  const parsed = parseFaults(faults);
  if ('bad' in parsed) throw new Error(parsed.bad);
  const chip = createChip({ profile: profiles['trust-m-v3'], random: testRandom(), clock });
  const sent: string[] = [];
  const board = createBoard({ chip, clock, timing: 'none', faults: parsed.rules, onTransfer: (apdu) => sent.push(toHex(apdu.subarray(0, 2)) + toHex(apdu.subarray(4, apdu[0] === 0x81 ? 10 : 6))) });
  const session = must(await connectChip(new Link(board.port, { clock }), { clock }));
  sent.length = 0;
  const asked = (): string[] => sent.splice(0);
  return { clock, simulated: chip, board, session, asked };
}

describe('what a piece of work has read', () => {
  it('is not read again; another piece of work reads it again', async () => {
    const { session, asked } = await setUp();
    const chip = session.chip.remembering();
    await replaceObject(chip, certificate, hex('30820102'));
    const metadata = must(await readMetadata(chip, certificate));
    expect(toHex(must(await readObject(chip, certificate)))).toBe('30820102');
    asked();
    expect(must(await readMetadata(chip, certificate))).toEqual(metadata);
    expect(toHex(must(await readObject(chip, certificate)))).toBe('30820102');
    expect(asked()).toEqual([]);
    must(await readMetadata(session.chip.remembering(), certificate));
    must(await readMetadata(session.chip, certificate));
    must(await readMetadata(session.chip, certificate));
    expect(asked()).toEqual(['8101e0e1', '8101e0e1', '8101e0e1']);
  });

  it('a caller that changes the bytes that it got changes nothing for the next one', async () => {
    const { session } = await setUp();
    const chip = session.chip.remembering();
    await replaceObject(chip, certificate, hex('30820102'));
    must(await readMetadata(chip, certificate));
    must(await readObject(chip, certificate)).fill(0);
    must(await readObject(chip, certificate)).fill(0);
    expect(toHex(must(await readObject(chip, certificate)))).toBe('30820102');
  });

  it('a write of content voids its content and used size, not its conditions, and nothing of other objects', async () => {
    const { session, asked } = await setUp();
    const chip = session.chip.remembering();
    for (const id of [certificate, data]) must(await readMetadata(chip, id));
    must(await readObject(chip, data));
    must(await replaceObject(chip, certificate, hex('0102')));
    asked();
    must(await readAccess(chip, certificate));
    must(await readMetadata(chip, data));
    must(await readObject(chip, data));
    expect(asked()).toEqual([]);
    must(await readMetadata(chip, certificate));
    must(await readObject(chip, certificate));
    expect(asked()).toEqual(['8101e0e1', '8100e0e100000611']);
  });

  it('a change of metadata voids everything of its object', async () => {
    const { session, asked } = await setUp();
    const chip = session.chip.remembering();
    must(await replaceObject(chip, certificate, hex('0102')));
    must(await readMetadata(chip, certificate));
    must(await readObject(chip, certificate));
    must(await changeMetadata(chip, certificate, [{ tag: 0xd1, value: hex('00') }]));
    asked();
    must(await readAccess(chip, certificate));
    must(await readObject(chip, certificate));
    expect(asked()).toEqual(['8101e0e1', '8100e0e100000611']);
  });

  it('the metadata of an object without used size is read again after a write, which adds it', async () => {
    const { session, simulated, asked } = await setUp();
    simulated.restore({ ...simulated.snapshot(), objects: { ...simulated.snapshot().objects, f1e0: { metadata: '200fc00101c40205dcd003e1fc07d10100' } } });
    must(await session.confirm());
    const chip = session.chip.remembering();
    must(await readMetadata(chip, data));
    must(await writeAt(chip, data, 0, hex('0102')));
    asked();
    must(await readAccess(chip, data));
    expect(asked()).toEqual(['8101f1e0']);
  });

  it('every other command voids everything', async () => {
    const { session, asked } = await setUp();
    const chip = session.chip.remembering();
    const random = { name: 'GetRandom', request: hex('8c0000020008'), timeoutMs: 1_000, changes: false, sensitive: false, read: (bytes: Uint8Array) => bytes };
    must(await readMetadata(chip, certificate));
    must(await chip.run(random));
    asked();
    must(await readMetadata(chip, certificate));
    expect(asked()).toEqual(['8101e0e1']);
  });

  it('a counter and a secret are read each time', async () => {
    const { session, asked } = await setUp();
    const chip = session.chip.remembering();
    must(await changeMetadata(chip, secretPlace, [{ tag: 0xe8, value: hex('23') }]));
    for (const id of [counter, secretPlace]) {
      must(await readMetadata(chip, id));
      must(await readObject(chip, id));
      asked();
      must(await readObject(chip, id));
      expect(asked()).toHaveLength(1);
    }
  });

  it.each([
    ['the chip was restarted', 0, (board: { reset(): void }) => board.reset()],
    ['a second went by without a request', 1_001, () => undefined],
  ])('is void when %s', async (_, wait, happens) => {
    const { session, clock, board, asked } = await setUp();
    const chip = session.chip.remembering();
    must(await readMetadata(chip, certificate));
    happens(board);
    clock.advance(wait);
    if (wait === 0) must(await session.confirm());
    asked();
    must(await readMetadata(chip, certificate));
    expect(asked().at(-1)).toBe('8101e0e1');
  });

  it('is void after a request without an answer', async () => {
    const { session, asked } = await setUp('error@7');
    const chip = session.chip.remembering();
    must(await readMetadata(chip, certificate));
    expect(await chip.withoutRepeats().run(getData(data))).toMatchObject({ ok: false, fault: { code: 'link/resynchronised' } });
    asked();
    must(await readMetadata(chip, certificate));
    expect(asked()).toEqual(['8101e0e1']);
  });
});

describe('whether an object holds exactly these bytes', () => {
  const content = Uint8Array.from({ length: 400 }, (_, i) => i & 0xff);
  const other = (at: number): Uint8Array => content.map((byte, i) => (i === at ? byte ^ 0xff : byte));

  it.each<[string, Uint8Array, boolean, readonly string[]]>([
    ['another size: the content is not read', content.subarray(0, 399), false, []],
    ['a longer old content', Uint8Array.from([...content, 0]), false, []],
    ['another byte among the first ones: the rest is not read', other(31), false, ['8100e0e100000020']],
    ['the same size and the same first bytes, another last byte', other(399), false, ['8100e0e100000020', '8100e0e100200611']],
    ['another byte right after the first ones', other(32), false, ['8100e0e100000020', '8100e0e100200611']],
    ['the same', content, true, ['8100e0e100000020', '8100e0e100200611']],
  ])('%s', async (_, held, same, reads) => {
    const { session, asked } = await setUp();
    const { chip } = session;
    must(await chip.run(eraseAndWrite(certificate, 0, held)));
    const metadata = must(await readMetadata(chip, certificate));
    asked();
    expect(must(await holdsExactly(chip, certificate, metadata, content))).toBe(same);

    expect(asked()).toEqual(reads);
  });

  it('the largest content, in three reads', async () => {
    const { session, asked } = await setUp();
    const large = new Uint8Array(1728).fill(7);
    must(await replaceObject(session.chip, certificate, large));
    const metadata = must(await readMetadata(session.chip, certificate));
    asked();
    expect(must(await holdsExactly(session.chip, certificate, metadata, large))).toBe(true);
    expect(asked()).toEqual(['8100e0e100000020', '8100e0e100200611', '8100e0e10631008f']);
  });
});
