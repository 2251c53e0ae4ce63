import { afterEach, describe, expect, it } from 'vitest';
import type { BytePort } from '../../../core/bridge/bytePort.ts';
import { hex } from '../../../core/bytes/hex.ts';
import { fault } from '../../../core/result/fault.ts';
import { err, must, ok, type Result } from '../../../core/result/result.ts';
import { say } from '../../../core/result/say.ts';
import { createChip } from '../../../core/simulator/chip/chip.ts';
import type { ChipState } from '../../../core/simulator/chip/state.ts';
import { parseFaults } from '../../../core/simulator/faults/parse.ts';
import { createBoard } from '../../../core/simulator/firmware/board.ts';
import { profiles } from '../../../core/simulator/profiles/profiles.ts';
import { testRandom } from '../../../core/simulator/testing/chips.ts';
import { ManualClock } from '../../../core/simulator/testing/manualClock.ts';
import { Board } from '../../board/board.ts';
import { health } from './health.ts';

/** What the device on the port does with bytes: acts as a bridge, ignores them, returns them all, or sends noise. */
type Behaviour = 'bridge' | 'mute' | 'echo' | 'noise' | 'flaky';

interface OpenBoard {
  readonly board: Board;
  readonly device: ReturnType<typeof createBoard>;
  behave(how: Behaviour): void;
  /** Whether the port can no longer be opened. */
  refuse(why: Result<never>): void;
  /** The stage that the check names, and the message; `none` when everything works. */
  check(): Promise<string>;
}

const open: Board[] = [];
afterEach(async () => {
  for (const board of open.splice(0)) await board.disconnect();
});

function behaving(port: BytePort, how: () => Behaviour): BytePort {
  const listeners = new Set<(bytes: Uint8Array) => void>();
  const tell = (bytes: Uint8Array): void => {
    void Promise.resolve().then(() => listeners.forEach((listener) => listener(bytes)));
  };
  let answers = 0;
  port.onData((bytes) => {
    const answer = bytes.length > 6;
    if (answer) answers += 1;
    // Every seventh answer has a flipped bit.
    if (how() === 'flaky' && answer && answers % 7 === 0) tell(bytes.with(7, (bytes[7] ?? 0) ^ 1));
    else tell(bytes);
  });
  const write: BytePort['write'] = (bytes) => {
    if (how() === 'bridge' || how() === 'flaky') return port.write(bytes);
    if (how() === 'echo') tell(bytes.slice());
    if (how() === 'noise') tell(hex('41540d0a4f4b'));
    return Promise.resolve(ok(undefined));
  };
  const onData: BytePort['onData'] = (listener) => {
    listeners.add(listener);
    return () => listeners.delete(listener);
  };
  return { name: port.name, write, onData, onClose: (listener) => port.onClose(listener), close: () => port.close() };
}

function openBoard(faults = '', state?: ChipState): OpenBoard {
  const clock = new ManualClock();
  const parsed = parseFaults(faults);
  if ('bad' in parsed) throw new Error(parsed.bad);
  const chip = createChip({ profile: profiles['trust-m-v3'], random: testRandom(), clock, ...(state === undefined ? {} : { state }) });
  const device = createBoard({ chip, clock, timing: 'none', faults: parsed.rules });
  let how: Behaviour = 'bridge';
  let refused: Result<never> | undefined;
  const openPort = async (): Promise<Result<BytePort>> => refused ?? ok(behaving(device.port, () => how));
  const board = new Board({ clock, openPort, onExchange: () => undefined });
  open.push(board);
  return {
    board,
    device,
    behave: (other) => (how = other),
    refuse: (why) => (refused = why),
    async check() {
      const { stages } = must(await health(board));
      const broken = stages.filter(({ state: found }) => found === 'failed');
      expect(broken.length).toBeLessThanOrEqual(1);
      const [one] = broken;
      const at = stages.findIndex(({ state: found }) => found === 'failed');
      if (at >= 0) expect(stages.slice(at + 1).every(({ state: found }) => found === 'not-reached')).toBe(true);
      if (one !== undefined) expect(one.todo, 'says what to do').toBeTruthy();
      return one === undefined ? 'none' : `${one.stage}: ${one.says}`;
    },
  };
}

const connected = async (faults = ''): Promise<OpenBoard> => {
  const made = openBoard(faults);
  must(await made.board.connect('/dev/ttyACM0'));
  return made;
};

describe('the health check names the stage that is broken', () => {
  it('none', async () => expect(await (await connected()).check()).toBe('none'));

  it('no port was chosen', async () => expect(await openBoard().check()).toMatch(/^port: No port/));

  it('the port is another program\'s', async () => {
    const { board, refuse, check } = openBoard();
    refuse(err(fault('port/in-use', { port: '/dev/ttyACM0' })));
    await board.connect('/dev/ttyACM0');
    expect(await check()).toContain(`port: ${say(fault('port/in-use', { port: '/dev/ttyACM0' })).what}`);
  });

  it('the port is gone, and comes back', async () => {
    const { device, refuse, check, board } = await connected();
    refuse(err(fault('port/not-found', { port: '/dev/ttyACM0' })));
    device.unplug();
    expect(await check()).toContain(`port: ${say(fault('link/closed', { port: '/dev/ttyACM0' })).what}`);
    device.plug();
    await board.connect('/dev/ttyACM0');
    expect(await check()).toContain(`port: ${say(fault('port/not-found', { port: '/dev/ttyACM0' })).what}`);
  });

  it('nothing answers, from the start', async () => {
    const { board, behave, check } = openBoard();
    behave('mute');
    await board.connect('/dev/ttyACM0');
    expect(await check()).toContain(`bridge: ${say(fault('link/dead', {})).what}`);
    behave('bridge');
    expect(await check(), 'the check tries again').toBe('none');
  });

  it.each(['echo', 'noise'] as const)('it is not a bridge (%s)', async (how) => {
    const { board, behave, check } = openBoard();
    behave(how);
    await board.connect('/dev/ttyACM0');
    expect(await check()).toContain(`bridge: ${say(fault('link/not-a-bridge', { port: '/dev/ttyACM0', answered: 'other' })).what}`);
  });

  it('the firmware hangs while the board is idle', async () => {
    const { behave, check } = await connected();
    behave('mute');
    expect(await check()).toContain(`bridge: ${say(fault('link/dead', {})).what}`);
  });

  it('the chip hangs, and the firmware with it', async () => {
    const { check } = await connected('hang@9');
    expect(await check()).toContain(`bridge: ${say(fault('link/dead', {})).what}`);
  });

  it('a board that hangs is not called gone', async () => {
    const { board, behave, check } = await connected();
    behave('mute');
    await expect.poll(() => board.state.link, { timeout: 10_000 }).toBe('lost');
    expect(board.state.fault?.code).toBe('link/dead');
    expect(await check()).toContain(`bridge: ${say(fault('link/dead', {})).what}`);
  });

  it('the chip does not answer the board', async () => {
    const { board, check } = openBoard('error@*');
    await board.connect('/dev/ttyACM0');
    expect(await check()).toContain(`chip: ${say(fault('link/chip-silent', {})).what}`);
  });

  it('the chip is not a Trust M', async () => {
    const profile = profiles['trust-m-v3'];
    const uid = profile.objects['e0c2'];
    const { board, check } = openBoard('', { version: 1, profile: profile.name, objects: { ...profile.objects, e0c2: { metadata: uid?.metadata ?? '2000', data: `ffffff${(uid?.data ?? '').slice(6, 50)}9999` } } });
    await board.connect('/dev/ttyACM0');
    expect(await check()).toMatch(/^chip: /);
  });

  it('the chip\'s application refuses: its life ended', async () => {
    const profile = profiles['trust-m-v3'];
    const { board, check } = openBoard('', { version: 1, profile: profile.name, objects: { ...profile.objects, e0c0: { metadata: profile.objects['e0c0']?.metadata ?? '2000', data: '0f' } } });
    await board.connect('/dev/ttyACM0');
    expect(await check()).toMatch(/^application: /);
  });

  it('the line is flaky', async () => {
    const { behave, check } = await connected();
    behave('flaky');
    expect(await check()).toMatch(/^bridge: /);
  });
});
