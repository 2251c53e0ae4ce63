import { describe, expect, it } from 'vitest';
import { decodeResponse, type Command } from '../apdu/apdu.ts';
import { getData } from '../apdu/commands/getDataObject.ts';
import { openApplication } from '../apdu/commands/openApplication.ts';
import { eraseAndWrite, writeMetadata } from '../apdu/commands/setDataObject.ts';
import { sleep } from '../bridge/bytePort.ts';
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
import { Chip } from './chip.ts';
import { connectChip } from './connect.ts';
import { readIdentity } from './snapshot.ts';
import type { Reopened } from './session.ts';

const [uid, data] = [getData(oid(0xe0c2)), oid(0xf1d0)];
const write = eraseAndWrite(data, 0, Uint8Array.of(1, 2, 3));
const firstChip = '0a09a413000a002f002e';

/** The requests of a new connection: OpenApplication, UID, two lifecycles and the security events. */
const toConnect = ['f0', '81e0c2', '81e0c0', '81f1c0', '81e0c5'];
const lastError = '01f1c2';

/** A session on a simulated board. The first request after the connection is number 6. */
async function setUp(faults = '') {
  const clock = new ManualClock();
  const parsed = parseFaults(faults);
  if ('bad' in parsed) throw new Error(parsed.bad);
  const chip = createChip({ profile: profiles['trust-m-v3'], random: testRandom(), clock });
  const sent: string[] = [];
  const board = createBoard({ chip, clock, timing: 'none', faults: parsed.rules, onTransfer: (apdu) => sent.push(toHex(apdu.subarray(0, 1)) + (apdu[0] === 0xf0 ? '' : toHex(apdu.subarray(4, 6)))) });
  const reopened: Reopened[] = [];
  const others: string[] = [];
  const link = new Link(board.port, { clock });
  const session = must(await connectChip(link, { clock, onReopened: (what) => reopened.push(what), onOther: ({ data: { found } }) => others.push(found) }));
  expect(sent.splice(0)).toEqual(toConnect);
  return { clock, chip, board, session, sent, reopened, others };
}

describe('the application was opened again, on the same chip', () => {
  it.each(['error', 'silence', 'cut'])('%s: the UID is read first, then a read is repeated once', async (how) => {
    const { session, sent, reopened } = await setUp(how === 'cut' ? 'cut@6:5' : `${how}@6`);
    expect(must(await session.chip.run(getData(data)))).toHaveLength(100);
    expect(sent).toEqual([...(how === 'error' ? [] : ['81f1d0']), ...toConnect, '81f1d0']);
    expect(reopened).toEqual([{ why: 'resynchronised', lost: false }]);
    expect(session.connection).toBe(2);
  });

  it.each(['error', 'silence'])('%s: a write is not repeated', async (how) => {
    const { session, sent } = await setUp(`${how}@6`);
    expect(await session.chip.run(write)).toMatchObject({ ok: false, fault: { code: 'link/resynchronised' } });
    expect(sent).toEqual([...(how === 'error' ? [] : ['82f1d0']), ...toConnect]);
  });

  it('without repeats, a read is not repeated either', async () => {
    const { session, sent } = await setUp('error@6');
    expect(await session.chip.withoutRepeats().run(getData(data))).toMatchObject({ ok: false, fault: { code: 'link/resynchronised' } });
    expect(sent).toEqual(toConnect);
  });

  it('a board that was reset: its "not open" (0C) is not an answer; a read is repeated, a write is not', async () => {
    const { board, session, sent, reopened } = await setUp();
    board.reset();
    expect(must(await session.chip.run(getData(data)))).toHaveLength(100);
    expect(sent.splice(0)).toEqual(['81f1d0', lastError, ...toConnect, '81f1d0']);
    board.reset();
    expect(await session.chip.run(write)).toMatchObject({ ok: false, fault: { code: 'chip/reopened', data: { command: 'SetDataObject (erase & write)', object: '0xF1D0' } } });
    expect(sent).toEqual(['82f1d0', lastError, ...toConnect]);
    expect(reopened.map(({ why }) => why)).toEqual(['restarted', 'restarted']);
  });

  it('lifecycle states are read again; Auto states are gone', async () => {
    const { chip, board, session, reopened } = await setUp();
    session.reached({ authorized: data });
    expect([...(session.identity.authorized ?? [])]).toEqual([data]);
    const state = chip.snapshot();
    chip.restore({ ...state, objects: { ...state.objects, f1c0: { metadata: state.objects['f1c0']?.metadata ?? '', data: '03' } } });
    expect(session.identity.lcsA).toBe(0x01);
    must(await session.confirm());
    expect(session.identity.lcsA).toBe(0x03);
    expect(session.identity.authorized).toBeUndefined();
    expect(reopened).toEqual([{ why: 'restarted', lost: true }]);
    board.reset();
    must(await session.confirm());
    expect(reopened[1]).toEqual({ why: 'restarted', lost: false });
  });

  it('the shielded connection is found again, or known to be lost', async () => {
    const { chip, board, session } = await setUp();
    // F1D5 is only readable over the shielded connection.
    must(await session.chip.run(writeMetadata(oid(0xf1d5), hex('2005d10320e140'))));
    const secret = chip.object(oid(0xe140))?.data ?? new Uint8Array();
    board.program(secret);
    must(await session.confirm());
    session.reached({ shielded: true });
    board.reset();
    must(await session.confirm());
    expect(session.identity.shielded).toBe(true);
    board.program(new Uint8Array(64));
    must(await session.confirm());
    expect(session.identity.shielded).toBeUndefined();
  });

  it('opened again while the identity is read: the reading begins again', async () => {
    const { session, sent } = await setUp('error@6, error@8, silence@10');
    expect(must(await session.chip.run(getData(data)))).toHaveLength(100);
    expect(sent).toEqual(['f0', 'f0', '81e0c2', ...toConnect, '81f1d0']);
  });
});

describe('another chip answers', () => {
  const reads = ['swap@6:before', 'swap@6:error', 'swap@6:silence'];
  const commands: readonly [string, Command<unknown>][] = [['a read', getData(data)], ['a write', write]];
  it.each(reads.flatMap((swap) => commands.map(([what, command]) => [swap, what, command] as const)))('%s, %s: nothing but OpenApplication, UID and last error is sent to it', async (swap, _, command) => {
    const { chip, session, sent, others } = await setUp(swap);
    const answer = await session.chip.run(command);
    const found = toHex(chip.object(oid(0xe0c2))?.data?.subarray(11, 21) ?? hex(''));
    expect(answer).toMatchObject({ ok: false, fault: { code: 'chip/other', data: { expected: firstChip, found } } });
    const first = `${command === write ? '82' : '81'}f1d0`;
    const before = swap.endsWith('error') ? [] : swap.endsWith('silence') ? [first] : [first, lastError];
    expect(sent.splice(0)).toEqual([...before, 'f0', '81e0c2']);
    const untouched = chip.snapshot();
    expect(await session.chip.run(getData(data))).toMatchObject({ ok: false, fault: { code: 'chip/other' } });
    expect(await session.chip.run(write)).toMatchObject({ ok: false, fault: { code: 'chip/other' } });
    expect(await session.confirm()).toMatchObject({ ok: false, fault: { code: 'chip/other' } });
    expect(sent).toEqual([]);
    expect(chip.snapshot()).toEqual(untouched);
    expect(others).toEqual([found]);
  });

  it('put there between a refusal and the question for its reason', async () => {
    // A private key cannot be read.
    const { session, sent } = await setUp('swap@7:before');
    expect(await session.chip.run(getData(oid(0xe0f0)))).toMatchObject({ ok: false, fault: { code: 'chip/other' } });
    expect(sent).toEqual(['81e0f0', lastError, '81e0c2', lastError, 'f0', '81e0c2']);
  });

  it('put there while nothing was sent for a second, its application open already', async () => {
    const { clock, chip, session, sent } = await setUp();
    chip.swap();
    await chip.transmit(openApplication().request);
    await sleep(clock, 1_001);
    expect(await session.chip.run(write)).toMatchObject({ ok: false, fault: { code: 'chip/other' } });
    expect(sent).toEqual(['81e0c2']);
  });

  it('its UID can\'t be read: the request is not sent, and the session asks again', async () => {
    const { session, sent } = await setUp('error@6, flip@8:20.0, flip@10:20.0, flip@12:20.0');
    expect(await session.chip.run(write)).toMatchObject({ ok: false, fault: { code: 'chip/unconfirmed' } });
    expect(sent).not.toContain('82f1d0');
    sent.splice(0);
    // The caller who sends the write does not know yet that the application was opened again.
    expect(await session.chip.run(write)).toMatchObject({ ok: false, fault: { code: 'chip/reopened' } });
    expect((await session.chip.run(write)).ok).toBe(true);
    expect(sent).toEqual([...toConnect.slice(1), '82f1d0']);
  });
});

describe('a request was not answered, and another chip whose application is open already is there at once', () => {
  type Setting = Awaited<ReturnType<typeof setUp>>;
  /** The board starts again with another chip; another program opens its application. */
  async function otherOpened({ board, chip, sent }: Setting): Promise<void> {
    board.reset();
    chip.swap();
    must(decodeResponse(await chip.transmit(openApplication().request), 'OpenApplication'));
    sent.splice(0);
  }
  /** The write is refused, and the other chip receives only the request for its UID. */
  async function writesNothing({ chip, session, sent }: Setting): Promise<void> {
    const before = chip.snapshot();
    expect(await session.chip.run(write)).toMatchObject({ ok: false, fault: { code: 'chip/other' } });
    expect(sent).toEqual(['81e0c2']);
    expect(chip.snapshot().objects).toEqual(before.objects);
  }

  it('the board hung', async () => {
    const setting = await setUp('hang@6');
    expect(await setting.session.chip.run(getData(data))).toMatchObject({ ok: false, fault: { code: 'link/dead' } });
    await otherOpened(setting);
    await writesNothing(setting);
  });

  it('the board answered with error frames alone', async () => {
    const setting = await setUp('error@6, error@7, error@8, error@9');
    expect(await setting.session.chip.run(getData(data))).toMatchObject({ ok: false, fault: { code: 'link/chip-silent' } });
    await otherOpened(setting);
    await writesNothing(setting);
  });

  it('the board hung when it was asked for the UID after a pause', async () => {
    const setting = await setUp('hang@6');
    await sleep(setting.clock, 1_001);
    expect(await setting.session.chip.run(write)).toMatchObject({ ok: false, fault: { code: 'link/dead' } });
    await otherOpened(setting);
    await writesNothing(setting);
  });

  it('the board hung when the application was opened again', async () => {
    const setting = await setUp('hang@8');
    setting.board.reset();
    expect(await setting.session.chip.run(write)).toMatchObject({ ok: false, fault: { code: 'link/dead' } });
    await otherOpened(setting);
    await writesNothing(setting);
  });

  it('the link itself opened its application, and the answer to that came too late', async () => {
    const setting = await setUp('swap@6:error, late@7:4000, late@8:4000, late@9:4000');
    expect(await setting.session.chip.run(getData(data))).toMatchObject({ ok: false, fault: { code: 'link/dead' } });
    setting.sent.splice(0);
    const before = setting.chip.snapshot().objects;
    for (const code of ['link/dead', 'chip/other', 'chip/other']) expect(await setting.session.chip.run(write)).toMatchObject({ ok: false, fault: { code } });
    await sleep(setting.clock, 20_000);
    expect(setting.sent).toEqual(['81e0c2']);
    expect(setting.chip.snapshot().objects).toEqual(before);
  });

  it('the answer was not a chip\'s', async () => {
    const setting = await setUp();
    const transmit = setting.chip.transmit;
    setting.chip.transmit = () => Promise.resolve(hex('0000'));
    expect(await setting.session.chip.run(getData(data))).toMatchObject({ ok: false, fault: { code: 'apdu/malformed' } });
    setting.chip.transmit = transmit;
    await otherOpened(setting);
    await writesNothing(setting);
  });

  it('the answer had waited for over a second when it was taken', async () => {
    const setting = await setUp('late@6:1001');
    expect(must(await setting.session.chip.run(getData(data)))).toHaveLength(100);
    await otherOpened(setting);
    await writesNothing(setting);
  });

  it('a request that is too long to be sent is no traffic', async () => {
    const setting = await setUp();
    await sleep(setting.clock, 600);
    expect(await setting.session.chip.run({ ...write, request: new Uint8Array(1_558) })).toMatchObject({ ok: false, fault: { code: 'frame/too-long' } });
    await sleep(setting.clock, 600);
    await otherOpened(setting);
    await writesNothing(setting);
  });
});

describe('how often the UID is read', () => {
  it('not within a second of the last answer', async () => {
    const { clock, session, sent } = await setUp();
    await sleep(clock, 1_000);
    must(await session.chip.run(getData(data)));
    await sleep(clock, 1_000);
    must(await session.chip.run(write));
    expect(sent).toEqual(['81f1d0', '82f1d0']);
  });

  it('once after more than a second', async () => {
    const { clock, session, sent } = await setUp();
    await sleep(clock, 1_001);
    must(await session.chip.run(getData(data)));
    must(await session.chip.run(getData(data)));
    expect(sent).toEqual(['81e0c2', '81f1d0', '81f1d0']);
  });

  it('when the caller asks: 27 bytes, in one exchange', async () => {
    const { session, sent } = await setUp();
    must(await session.confirm());
    expect(sent).toEqual(['81e0c2']);
    expect(must(await session.chip.run(uid))).toHaveLength(27);
  });
});

it('without a session nothing is repeated, because it is not known which chip answers', async () => {
  const { board, clock } = await setUp();
  await board.port.close();
  const link = new Link(board.port, { clock });
  must(await link.connect());
  board.reset();
  expect(await readIdentity(new Chip(link))).toMatchObject({ ok: false, fault: { code: 'chip/refused', data: { status: 0x0c } } });
});
