import { describe, expect, it } from 'vitest';
import { getData } from '../../../core/apdu/commands/getDataObject.ts';
import { encodeFrame, errorFrame } from '../../../core/bridge/frame.ts';
import { Link } from '../../../core/bridge/link.ts';
import { hex } from '../../../core/bytes/hex.ts';
import { Chip } from '../../../core/chip/chip.ts';
import { readObject } from '../../../core/chip/read.ts';
import { readIdentity } from '../../../core/chip/snapshot.ts';
import { oid } from '../../../core/objects/oid.ts';
import { say } from '../../../core/result/say.ts';
import { must } from '../../../core/result/result.ts';
import { ManualClock } from '../../../core/simulator/testing/manualClock.ts';
import { HostilePort, type Misbehave } from './testing/hostilePort.ts';

const uid = oid(0xe0c2);
const frameOf = (apdu: string): Uint8Array => must(encodeFrame(hex(apdu)));
const nothing: Misbehave = () => undefined;

function opened(misbehave: Misbehave, clock = new ManualClock()) {
  const port = new HostilePort(misbehave);
  return { clock, port, chip: new Chip(new Link(port, { clock })) };
}

/** Longest time: three rounds of resynchronisation for a request, and three for its repetition. ms of the clock */
const mostMs = 90_000;
const mostBytes = 2 * 3 * 2_100;
const megabytes = (): number => process.memoryUsage().heapUsed / 2 ** 20 + process.memoryUsage().arrayBuffers / 2 ** 20;

const streams: readonly (readonly [string, Uint8Array])[] = [
  ['zeros', new Uint8Array(4096)],
  ['start sequences', hex('beefdead'.repeat(1024))],
  ['error frames', hex('beefdeadffff'.repeat(700))],
  ['frames that announce 1990 bytes', hex('beefdead07c6'.repeat(700))],
  ['frames that announce 65534 bytes', hex('beefdeadfffe'.repeat(700))],
  ['empty frames', hex('beefdead0000'.repeat(700))],
  ['good frames of refusals', frameOf('ff000000')],
];

describe('a stream that never ends', () => {
  it.each(streams)('of %s: a fault, in bounded time and memory', async (_, part) => {
    const { clock, port, chip } = opened(nothing);
    let ended = false;
    const on = (): void => {
      if (ended) return;
      port.say(part);
      clock.after(1, on);
    };
    on();
    const before = megabytes();
    const read = await chip.run(getData(uid));
    ended = true;
    expect(read.ok).toBe(false);
    expect(read.ok ? '' : say(read.fault).todo).not.toBe('');
    expect(clock.now()).toBeLessThan(mostMs);
    expect(port.written).toBeLessThan(mostBytes);
    expect(megabytes() - before).toBeLessThan(100);
  });

  it('while nobody asks: nothing piles up, and the next answer is found', async () => {
    const { port, chip } = opened((answer) => answer(frameOf('00000001aa')));
    const before = megabytes();
    for (let sent = 0; sent < 50_000_000; sent += 4096) port.say(new Uint8Array(4096).fill(0xbe));
    expect(megabytes() - before).toBeLessThan(100);
    expect(await chip.run(getData(uid))).toEqual({ ok: true, value: Uint8Array.of(0xaa) });
  });
});

describe('a wrong length', () => {
  const announced: readonly (readonly [string, string])[] = [
    ['0xFFFF, which is the error frame', 'beefdeadffff'],
    ['1990, and nothing of it', 'beefdead07c6'],
    ['1991, more than the firmware holds', 'beefdead07c7'],
    ['one byte more than there is', 'beefdead000600000001aa'],
    ['one byte less than there is', 'beefdead000400000001aabbcc'],
  ];
  it.each(announced)('of %s: a fault, in bounded time', async (_, bytes) => {
    const { clock, port, chip } = opened((answer) => answer(hex(bytes)));
    const read = await chip.run(getData(uid));
    expect(read.ok).toBe(false);
    expect(clock.now()).toBeLessThan(mostMs);
    expect(port.written).toBeLessThan(mostBytes);
  });
});

describe('an answer to a question that was not asked', () => {
  it('before the question: it is not taken for the answer', async () => {
    const { port, chip } = opened((answer) => answer(frameOf('00000001bb')));
    port.say(frameOf('00000001aa'));
    expect(await chip.run(getData(uid))).toEqual({ ok: true, value: Uint8Array.of(0xbb) });
  });

  it('behind the answer: it is not taken for the next one', async () => {
    let nth = 0;
    const { port, chip } = opened((answer) => answer(frameOf(`0000000${nth === 0 ? '1aa' : '1bb'}`)));
    await chip.run(getData(uid));
    nth = 1;
    port.say(frameOf('00000001cc'));
    expect(await chip.run(getData(uid))).toEqual({ ok: true, value: Uint8Array.of(0xbb) });
  });

  it('too late, of the command before: both ends are brought into step, and it is dropped', async () => {
    const late = 11_000;
    const clock = new ManualClock();
    let asked = 0;
    const { chip } = opened((answer, request) => {
      // Like the real firmware: after six zero bytes it reports a bad header.
      if (request.length === 1) return void (++asked % 6 === 0 && answer(errorFrame));
      if (request[6] === 0x70 || request[6] === 0xf0) return answer(frameOf('00000000'));
      if (clock.now() === 0) return void clock.after(late, () => answer(frameOf('00000001aa')));
      answer(frameOf('00000001bb'));
    }, clock);
    expect(await chip.run(getData(uid))).toMatchObject({ ok: false, fault: { code: 'link/resynchronised' } });
    expect(await chip.run(getData(uid))).toEqual({ ok: true, value: Uint8Array.of(0xbb) });
    expect(clock.now()).toBeLessThan(mostMs);
  });

  it('always that of the command before: a fault, in bounded time', async () => {
    let before = frameOf('00000000');
    const { clock, chip } = opened((answer, request) => {
      const now = before;
      before = frameOf(`0000000${request.length % 2}${request.length % 2 === 0 ? '' : 'aa'}`);
      answer(now);
    });
    expect((await readIdentity(chip)).ok).toBe(false);
    expect(clock.now()).toBeLessThan(mostMs);
  });
});

describe('an answer byte by byte', () => {
  const slowly = (everyMs: number) => {
    const clock = new ManualClock();
    return opened((answer, request) => {
      if (request.length === 1) return;
      for (const [at, byte] of frameOf('00000001aa').entries()) clock.after(at * everyMs, () => answer(Uint8Array.of(byte)));
    }, clock);
  };

  it('is taken, when it is whole in time', async () => {
    expect(await slowly(100).chip.run(getData(uid))).toEqual({ ok: true, value: Uint8Array.of(0xaa) });
  });

  it('is a fault, when it is not', async () => {
    const { clock, chip } = slowly(5_000);
    expect((await chip.run(getData(uid))).ok).toBe(false);
    expect(clock.now()).toBeLessThan(mostMs);
  });
});

it('an object that is told to have 4 GB, a byte at a time: read in a few commands', async () => {
  let answers = 0;
  const { chip } = opened((answer) => {
    answers += 1;
    answer(frameOf(answers === 1 ? `00000611${'aa'.repeat(0x611)}` : '00000001aa'));
  });
  const read = await readObject(chip, uid, 0xffff_ffff);
  expect(read.ok && read.value.length).toBe(0x612);
  expect(answers).toBe(2);
});
