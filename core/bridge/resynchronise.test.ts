import { describe, expect, it } from 'vitest';
import { connectChip } from '../chip/connect.ts';
import { concat, u16 } from '../bytes/bytes.ts';
import { hex } from '../bytes/hex.ts';
import { must, type Result } from '../result/result.ts';
import { createChip } from '../simulator/chip/chip.ts';
import { parseFaults } from '../simulator/faults/parse.ts';
import { createBoard, type Board } from '../simulator/firmware/board.ts';
import { profiles } from '../simulator/profiles/profiles.ts';
import { testRandom } from '../simulator/testing/chips.ts';
import { ManualClock } from '../simulator/testing/manualClock.ts';
import type { BytePort } from './bytePort.ts';
import { encodeFrame, startSequence } from './frame.ts';
import { Link } from './link.ts';

/** Each round sends zero bytes that fill the longest body, then OpenApplication. The first request is added to them. */
const mostBytes = 3 * (1992 + 28) + 28;
/** Size of the firmware's buffer for one frame. The firmware does not check for an overrun. */
const buffer = 1998;

function simulated(faults = '', script = {}) {
  const clock = new ManualClock();
  const parsed = parseFaults(faults);
  if ('bad' in parsed) throw new Error(parsed.bad);
  const chip = createChip({ profile: profiles['trust-m-v3'], random: testRandom(), clock });
  return { clock, board: createBoard({ chip, clock, timing: 'none', faults: parsed.rules, ...script }) };
}

/** Counts the bytes that the host sends. `stray` is inserted before the first answer, like old bytes from a buffer of the line. */
function counting(port: BytePort, stray: Uint8Array): { readonly port: BytePort; sent: () => number } {
  let sent = 0;
  const listeners = new Set<(bytes: Uint8Array) => void>();
  const write: BytePort['write'] = async (bytes) => {
    const first = sent === 0;
    sent += bytes.length;
    if (first && stray.length > 0) for (const listener of listeners) listener(stray);
    return port.write(bytes);
  };
  const onData: BytePort['onData'] = (listener) => {
    listeners.add(listener);
    return port.onData(listener);
  };
  return { port: { name: port.name, write, onData, onClose: (listener) => port.onClose(listener), close: () => port.close() }, sent: () => sent };
}

interface Tried {
  readonly connected: Result<unknown>;
  readonly sent: number;
  readonly feeds: readonly number[];
}

async function connectTo(board: Board, clock: ManualClock, stray: Uint8Array = new Uint8Array()): Promise<Tried> {
  const counted = counting(board.port, stray);
  const feeds: number[] = [];
  const connected = await connectChip(new Link(counted.port, { clock, onResynchronised: (fed) => feeds.push(fed) }), { clock });
  return { connected, sent: counted.sent(), feeds };
}

/** Either resynchronised, with the chip identified, or told to unplug the board, after which it works. */
async function inStepOrUnplug({ connected, sent, feeds }: Tried, board: Board, clock: ManualClock): Promise<'in step' | 'unplug'> {
  expect(sent).toBeLessThanOrEqual(mostBytes);
  for (const fed of feeds) expect(fed).toBeLessThanOrEqual(3 * 1992);
  if (connected.ok) return 'in step';
  expect(connected.fault.code).toBe('link/dead');
  board.unplug();
  board.plug();
  expect((await connectTo(board, clock)).connected.ok).toBe(true);
  return 'unplug';
}

const strays: readonly (readonly [string, Uint8Array])[] = [
  ['nothing', new Uint8Array()],
  ['a zero', hex('00')],
  ['a start sequence', startSequence],
  ['a start of a long answer', hex('beefdead0700')],
  ['an error frame', hex('beefdeadffff')],
  ['half an answer', hex('beefdead001f0000001bcd1633')],
  ['an answer that nobody asked for', must(encodeFrame(hex('00000000')))],
  ['noise', hex('ff00beef00dead41f3be')],
];

describe('from every state of the firmware', () => {
  const headers: readonly (readonly [string, Uint8Array])[] = [
    ['a frame\'s', hex('beefdead0010')],
    ['zeros', new Uint8Array(6)],
    ['noise', hex('be00efbedead')],
  ];
  const waiting = headers.flatMap(([what, header]) => [0, 1, 2, 3, 4, 5].map((read) => [read, what, header.subarray(0, read)] as const));

  it.each(waiting)('%i bytes of a header are in (%s)', async (read, what, bytes) => {
    for (const [name, stray] of strays) {
      const { board, clock } = simulated();
      board.feed(bytes);
      const outcome = await inStepOrUnplug(await connectTo(board, clock, stray), board, clock);
      // After a complete start sequence, the firmware reads our own start sequence as a length of 48879. No host can
      // repair that.
      expect(outcome, name).toBe(read === 4 && what === 'a frame\'s' ? 'unplug' : 'in step');
    }
  });

  const lengths = [0, 1, 2, 4, 6, 7, 20, 26, 28, 255, 640, 1557, 1990];
  const missingOf = (n: number): number[] => [...new Set([1, 2, 3, 6, 27, 28, 29, 34, (n + 2) >> 1, n + 1, n + 2])].filter((k) => k <= n + 2);

  it.each(lengths.flatMap((n) => missingOf(n).map((missing) => [missing, n] as const)))('%i bytes are missing of a body of %i', async (missing, n) => {
    for (const [name, stray] of n < 300 ? strays : strays.slice(0, 3)) {
      const { board, clock } = simulated();
      board.feed(concat(startSequence, u16(n), testRandom(n + 1)(n + 2 - missing)));
      const tried = await connectTo(board, clock, stray);
      expect(await inStepOrUnplug(tried, board, clock), name).toBe('in step');
      // The body received exactly as many bytes as it needed: the buffer is never overrun.
      expect(tried.sent, name).toBeLessThanOrEqual(buffer + 28 + 3 * (6 + 28) + 4 * 18);
    }
  });

  it.each(strays)('the chip hangs, and the firmware with it; %s is on the line', async (_, stray) => {
    const { board, clock } = simulated('hang@1');
    expect(await inStepOrUnplug(await connectTo(board, clock, stray), board, clock)).toBe('unplug');
  });

  it('the firmware overran its buffer', async () => {
    const { board, clock } = simulated();
    board.feed(concat(startSequence, u16(1991), new Uint8Array(1993)));
    expect(await inStepOrUnplug(await connectTo(board, clock), board, clock)).toBe('unplug');
  });

  it('the board works, and its chip is not there: that is said, not that it is not a bridge', async () => {
    const { board, clock } = simulated('error@*');
    const { connected, sent } = await connectTo(board, clock);
    expect(connected).toMatchObject({ ok: false, fault: { code: 'link/chip-silent' } });
    expect(sent).toBeLessThanOrEqual(mostBytes);
  });
});
