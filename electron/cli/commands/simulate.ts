import { fault } from '../../../core/result/fault.ts';
import { err, ok, type Result } from '../../../core/result/result.ts';
import { parseFaults } from '../../../core/simulator/faults/parse.ts';
import type { FaultRule } from '../../../core/simulator/faults/fault.ts';
import type { Timing } from '../../../core/simulator/timing/figures.ts';
import { nodeClock } from '../../serial/clock.ts';
import { nodeRandomness } from '../../serial/randomness.ts';
import { simulatedDevice } from '../../simulated/simulatedDevice.ts';
import type { Action } from '../command.ts';

interface SimulateOptions {
  readonly stdio?: boolean;
  readonly profile?: string;
  readonly state?: string;
  readonly baud?: number;
  readonly timing: Timing;
  readonly fault?: readonly string[];
  readonly bound?: boolean;
}

function readFaults(words: readonly string[]): Result<FaultRule[]> {
  const rules: FaultRule[] = [];
  for (const word of words) {
    const read = parseFaults(word);
    if ('bad' in read) return err(fault('usage/bad-option', { message: `--fault ${word}: ${read.bad}` }));
    rules.push(...read.rules);
  }
  return ok(rules);
}

/** Runs the bridge on stdin and stdout, until stdin ends. Nothing else is written to stdout. */
export const simulate: Action<SimulateOptions> = async (_, options) => {
  if (options.stdio !== true) return err(fault('usage/bad-option', { message: 'simulate requires --stdio.' }));
  const faults = readFaults(options.fault ?? []);
  if (!faults.ok) return faults;
  const { timing, state, baud, bound = false } = options;
  const device = simulatedDevice(
    options.profile,
    state,
    { clock: nodeClock, random: nodeRandomness, timing, faults: faults.value, bound, ...(baud === undefined ? {} : { baud }) },
    'stdio',
  );
  if (!device.ok) return device;
  const { board } = device.value;
  board.onOutput((bytes) => process.stdout.write(bytes));
  process.stdin.on('data', (chunk: Buffer) => board.feed(new Uint8Array(chunk)));
  await new Promise<void>((resolve) => {
    process.stdin.once('end', resolve);
    process.stdin.once('close', resolve);
    process.stdout.once('error', () => resolve());
  });
  const kept = await device.value.close();
  return kept.ok ? ok({ json: undefined, lines: [] }) : kept;
};
