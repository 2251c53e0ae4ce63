import type { Chip } from '../../../core/chip/chip.ts';
import { readIdentity } from '../../../core/chip/snapshot.ts';
import type { HealthView } from '../../../core/contract/board.ts';
import type { Fault } from '../../../core/result/fault.ts';
import { ok, type Result } from '../../../core/result/result.ts';
import { say } from '../../../core/result/say.ts';
import type { Board } from '../../board/board.ts';

type Stage = HealthView['stages'][number];
type Broken = Pick<Stage, 'stage' | 'says' | 'todo'>;

const stages = ['port', 'bridge', 'chip', 'application'] as const;

const fine: Readonly<Record<Stage['stage'], string>> = {
  port: 'The port is open.',
  bridge: 'The board answers frames.',
  chip: 'The chip answers the board.',
  application: 'The chip\'s application is open.',
};

/** How often the chip's identity is read, to find a line that sometimes loses a byte. */
const readings = 5;

async function readOften(chip: Chip): Promise<Result<void>> {
  for (let reading = 0; reading < readings; reading++) {
    const read = await readIdentity(chip);
    if (!read.ok) return read;
  }
  return ok(undefined);
}

function stageOf({ code }: Fault): Stage['stage'] {
  if (code === 'link/closed' || code.startsWith('port/')) return 'port';
  if (code === 'link/chip-silent') return 'chip';
  if (code.startsWith('link/') || code.startsWith('frame/')) return 'bridge';
  return code === 'chip/refused' ? 'application' : 'chip';
}

function brokenBy(fault: Fault): Broken {
  const { what, why, todo } = say(fault);
  return { stage: stageOf(fault), says: `${what} ${why}`, todo };
}

const flaky = (times: number): Broken => ({
  stage: 'bridge',
  says: `Bytes were lost or damaged on the way: board and workstation were resynchronised ${times === 1 ? 'once' : `${times} times`} during this check.`,
  todo: 'Use a shorter cable or another USB port, without a hub, then check again.',
});

async function findBroken(board: Board): Promise<Broken | undefined> {
  const { path, identity, link, fault } = board.state;
  if (path === undefined) return { stage: 'port', says: 'No port is open.', todo: 'Connect a board.' };
  if (link === 'lost' && identity !== undefined && fault !== undefined) return brokenBy(fault);
  // A connection that never succeeded is tried again, because the cable may be plugged in now and nothing reports that.
  const failed = identity === undefined && (link === 'not-a-bridge' || link === 'not-connected' || link === 'lost');
  const connected = failed ? await board.connect(path) : ok(undefined);
  if (!connected.ok) return brokenBy(connected.fault);
  const before = board.resynchronisations;
  const read = await board.run('Checking the link', ({ chip }) => readOften(chip));
  if (!read.ok) return brokenBy(read.fault);
  const times = board.resynchronisations - before;
  return times > 0 ? flaky(times) : undefined;
}

function lineOf(stage: Stage['stage'], broken: Broken | undefined): Stage {
  const at = broken === undefined ? stages.length : stages.indexOf(broken.stage);
  const index = stages.indexOf(stage);
  if (broken === undefined || index < at) return { stage, state: 'ok', says: fine[stage] };
  if (index > at) return { stage, state: 'not-reached', says: 'Not reached.' };
  return { ...broken, state: 'failed' };
}

/** Checks port, bridge, chip and application, in this order. The first failed stage shows the cause. */
export async function health(board: Board): Promise<Result<HealthView>> {
  const broken = await findBroken(board);
  return ok({ stages: stages.map((stage) => lineOf(stage, broken)) });
}
