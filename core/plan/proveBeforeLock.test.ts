import { describe, expect, it } from 'vitest';
import { Link } from '../bridge/link.ts';
import { hex, toHex } from '../bytes/hex.ts';
import { Secret } from '../bytes/secret.ts';
import { connectChip } from '../chip/connect.ts';
import { replaceObject } from '../chip/write.ts';
import { entry, fieldNumber, parseMetadata } from '../objects/metadata.ts';
import { oid } from '../objects/oid.ts';
import { must, ok } from '../result/result.ts';
import { createChip } from '../simulator/chip/chip.ts';
import { createBoard } from '../simulator/firmware/board.ts';
import { profiles } from '../simulator/profiles/profiles.ts';
import { testRandom } from '../simulator/testing/chips.ts';
import { ManualClock } from '../simulator/testing/manualClock.ts';
import { runPlan, type RunHooks } from './run.ts';
import type { Step } from './step.ts';
import { toolsOn } from './stepKind.ts';

const object = oid(0xf1d4);
const secret = '5a'.repeat(32);

async function setUp() {
  const clock = new ManualClock();
  const chip = createChip({ profile: profiles['trust-m-v3'], random: testRandom(), clock });
  const sent: string[] = [];
  const board = createBoard({ chip, clock, timing: 'none', onTransfer: (apdu) => sent.push(toHex(apdu.subarray(0, 2)) + toHex(apdu.subarray(4, 6))) });
  const session = must(await connectChip(new Link(board.port, { clock }), { clock }));
  const tools = toolsOn(session, { materials: new Map([['secret', new Secret(hex(secret))]]), random: testRandom() });
  const lcsO = (): number | undefined => fieldNumber(must(parseMetadata(chip.object(object)?.metadata ?? hex('2000'))), 'lcso');
  const run = async (steps: readonly Step[], hooks: RunHooks = {}) => {
    sent.length = 0;
    const { state, fault } = await runPlan({ title: 'test', steps }, tools, hooks);
    return fault === undefined ? state : `${fault.code}${fault.code === 'plan/lock-without-proof' ? `: ${fault.data.because}` : ''}`;
  };
  /** An event on the board or its chip before the lock. */
  const beforeLock = (happens: () => unknown): RunHooks => ({
    before: async ({ kind }) => {
      if (kind === 'lock') await happens();
      return ok(undefined);
    },
  });
  return { board, session, sent, lcsO, run, beforeLock };
}

const write = (bytes: string): Step => ({ id: `w${bytes}`, kind: 'write-object', object, what: 'data', content: { kind: 'inline', bytes: hex(bytes) } });
const at = (offset: number, bytes: string): Step => ({ id: `a${offset}`, kind: 'write-at', object, offset, content: { kind: 'inline', bytes: hex(bytes) } });
const writeSecret: Step = { id: 'secret', kind: 'write-object', object, what: 'secret', content: { kind: 'material', name: 'secret', length: 32 } };
const set = (...changes: ReturnType<typeof entry>[]): Step => ({ id: `m${changes.map(({ tag }) => tag).join()}`, kind: 'write-metadata', object, changes, purpose: 'is set' });
const lock: Step = { id: 'lock', kind: 'lock', object, unreadable: false };
const hidden = [writeSecret, set(entry('read', 0xff)), lock];
const preShared = [writeSecret, set(entry('type', 0x21), entry('execute', 0x00), entry('read', 0xff)), lock];

const [writeLifecycle, readUid, readData, readMetadata, hmac] = ['8201f1d4', '8100e0c2', '8100f1d4', '8101f1d4', '9420f1d4'];

describe('before a lock', () => {
  it('the content is read back, then the UID, then nothing but the lock\'s own commands is sent', async () => {
    const { run, sent, lcsO } = await setUp();
    expect(await run([write('0102'), lock])).toBe('finished');
    expect(lcsO()).toBe(0x07);
    const last = sent.lastIndexOf(readUid ?? '');
    // The lock's own check reads the metadata. The content is read after that, even when the write has just read it
    // back.
    expect(sent.slice(last - 2, last + 1)).toEqual([readMetadata, readData, readUid]);
    expect(sent.slice(last + 1)).toEqual([readMetadata, writeLifecycle, readMetadata]);
  });

  it.each<[string, readonly Step[]]>([
    ['written in two parts', [write('01020304'), at(2, '0909'), lock]],
    ['written, erased and written at an offset', [write('01020304'), { id: 'e', kind: 'erase', object }, at(1, '07'), lock]],
    ['written twice', [write('01'), write('0203'), lock]],
    ['whose metadata was set twice', [write('01'), set(entry('type', 0x12)), set(entry('type', 0x11), entry('execute', 0x00)), set(entry('type', 0x00)), lock]],
  ])('content %s: what it must hold is all of it together', async (_, steps) => {
    const { run, lcsO } = await setUp();
    expect(await run(steps)).toBe('finished');
    expect(lcsO()).toBe(0x07);
  });

  it('content that is no longer there is not locked', async () => {
    const { run, beforeLock, session, lcsO } = await setUp();
    const happens = async () => must(await replaceObject(session.chip, object, hex('0103')));
    expect(await run([write('0102'), lock], beforeLock(happens))).toBe('plan/lock-without-proof: It no longer holds the written content. Run the plan again to write it again.');
    expect(lcsO()).toBe(0x01);
  });

  it('readable content: read back again after the board was reset', async () => {
    const { board, run, beforeLock, lcsO } = await setUp();
    expect(await run([write('0102'), lock], beforeLock(() => board.reset()))).toBe('finished');
    expect(lcsO()).toBe(0x07);
  });

  it('an unreadable secret that was read back in this connection, before it was closed to readers', async () => {
    const { run, lcsO } = await setUp();
    expect(await run(hidden)).toBe('finished');
    expect(lcsO()).toBe(0x07);
  });

  it('an unreadable secret that was read back before the board was reset: no lock', async () => {
    const { board, run, beforeLock, lcsO } = await setUp();
    expect(await run(hidden, beforeLock(() => board.reset()))).toBe('plan/lock-without-proof: It cannot be read back, and it was not proved since the chip’s application was last opened. Set a read condition that is met (possible while the object is not locked), then run the plan again. It then reads the object back, closes reading and locks it in one connection.');
    expect(lcsO()).toBe(0x01);
  });

  it('a pre-shared secret is used instead: its HMAC shows it', async () => {
    const { board, run, beforeLock, sent, lcsO } = await setUp();
    expect(await run(preShared, beforeLock(() => board.reset()))).toBe('finished');
    expect(sent.filter((apdu) => apdu === hmac)).toHaveLength(1);
    expect(lcsO()).toBe(0x07);
  });

  it('a resumed run, whose secret nobody can read: written again and shown by its HMAC', async () => {
    const { run, sent, lcsO } = await setUp();
    expect(await run(preShared.slice(0, -1))).toBe('finished');
    expect(await run(preShared)).toBe('finished');
    expect(sent).toContain(hmac);
    expect(lcsO()).toBe(0x07);
  });

  it('a pre-shared secret that is another one: no lock', async () => {
    const { board, session, run, beforeLock, lcsO } = await setUp();
    const happens = async () => {
      must(await replaceObject(session.chip, object, hex('a5'.repeat(32))));
      board.reset();
    };
    expect(await run(preShared, beforeLock(happens))).toMatch(/^plan\/lock-without-proof: It no longer holds/);
    expect(lcsO()).toBe(0x01);
  });
});
