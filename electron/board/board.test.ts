import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { sleep, type BytePort } from '../../core/bridge/bytePort.ts';
import { fault } from '../../core/result/fault.ts';
import { err, ok, type Result } from '../../core/result/result.ts';
import { createChip, type SimulatedChip } from '../../core/simulator/chip/chip.ts';
import { createBoard } from '../../core/simulator/firmware/board.ts';
import { profiles } from '../../core/simulator/profiles/profiles.ts';
import { testRandom } from '../../core/simulator/testing/chips.ts';
import { ManualClock } from '../../core/simulator/testing/manualClock.ts';
import { Board } from './board.ts';
import type { BoardState } from './boardState.ts';

const [slow, other] = ['COM3', 'COM4'];
/** Longer than the board waits between two tries. ms */
const long = 2_000;

let clock: ManualClock;
let board: Board;
let states: BoardState[];
/** The paths that the board has tried to open. */
let tries: string[];
/** What is on the slow port: a device that never answers, or a board. */
let device: 'mute' | 'board';
let chip: SimulatedChip | undefined;
/** Whether the board gets no more bytes. */
let muted: boolean;
/** Ends the close of the slow port, which lasts until then. */
let endClose: (() => void) | undefined;

const mutePort: BytePort = { name: slow, write: async () => ok(undefined), onData: () => () => undefined, onClose: () => () => undefined, close: async () => undefined };

function simulatedPort(): BytePort {
  chip = createChip({ profile: profiles['trust-m-v3'], random: testRandom(), clock });
  const { port } = createBoard({ chip, clock, timing: 'none', name: slow });
  const write: BytePort['write'] = (bytes) => (muted ? Promise.resolve(ok(undefined)) : port.write(bytes));
  return { name: slow, write, onData: (listener) => port.onData(listener), onClose: (listener) => port.onClose(listener), close: () => port.close() };
}

async function openPort(path: string): Promise<Result<BytePort>> {
  tries.push(path);
  if (path !== slow) return err(fault('port/not-found', { port: path }));
  const port = device === 'mute' ? mutePort : simulatedPort();
  const close = async (): Promise<void> => {
    await new Promise<void>((resolve) => (endClose = resolve));
    await port.close();
  };
  return ok({ ...port, close });
}

beforeEach(() => {
  [clock, states, tries, device, muted, endClose] = [new ManualClock(), [], [], 'mute', false, undefined];
  board = new Board({ clock, openPort, onExchange: () => undefined, pingMs: 1_000 });
  board.onChange(({ state }) => states.push(state));
});
afterEach(async () => {
  const ended = board.disconnect();
  endClose?.();
  await ended;
});

const passes = (): Promise<void> => sleep(clock, long);
const until = async (holds: () => boolean): Promise<void> => {
  while (!holds()) await sleep(clock, 10);
};
/** A port that closes slowly is being closed. */
const closing = (): Promise<void> => until(() => endClose !== undefined);

describe('a connection that is being given up, while the user has already asked for something else', () => {
  it('a watched port on which nothing answers says nothing about the port that is watched now', async () => {
    void board.watch(slow);
    await closing();
    states.length = 0;
    const watched = board.watch(other);
    await until(() => board.state.path === other);
    endClose?.();
    await watched;
    await passes();
    expect(states.map(({ link, path, fault: why }) => [link, path, why?.code])).toEqual([['none', undefined, undefined], ['connecting', other, undefined], ['lost', other, 'port/not-found']]);
    expect(tries.slice(1)).not.toContain(slow);
    expect(tries.filter((path) => path === other).length, 'one try in each pause').toBeLessThanOrEqual(long / 500 + 1);
  });

  it('a port that could not be connected says nothing about the next one', async () => {
    const first = board.connect(slow);
    await closing();
    const second = board.connect(other);
    endClose?.();
    expect(await first).toMatchObject({ ok: false, fault: { code: 'link/closed', data: { port: slow } } });
    expect(await second).toMatchObject({ ok: false, fault: { code: 'port/not-found', data: { port: other } } });
    expect(states.flatMap(({ fault: why }) => (why === undefined ? [] : [why.code]))).toEqual(['port/not-found']);
  });

  it.each<['silent' | 'another chip']>([['silent'], ['another chip']])('a board that is %s when it is asked, and disconnected meanwhile, stays disconnected', async (what) => {
    device = 'board';
    expect((await board.connect(slow)).ok).toBe(true);
    if (what === 'silent') muted = true;
    else chip?.swap();
    await closing();
    const ended = board.disconnect();
    endClose?.();
    await ended;
    const now = board.state;
    await passes();
    expect([now, board.state]).toEqual([{ link: 'none' }, { link: 'none' }]);
    expect(tries).toEqual([slow]);
  });
});
