import { join } from 'node:path';
import { nodeClock } from '../serial/clock.ts';
import { nodeRandomness } from '../serial/randomness.ts';
import { SimulatedBoards } from './simulatedBoards.ts';
import { simulatedFaults } from './simulatedFaults.ts';
import { onlyOurs } from './simulatedNames.ts';

/** Simulated boards of the window. They have the times of real boards and no faults, unless the environment says otherwise. */
export function makeBoards(userData: string, environment: Readonly<Record<string, string | undefined>>, baud: number): SimulatedBoards {
  const timing = environment['TRUST_BENCH_SIM_TIMING'] === 'none' ? 'none' : 'datasheet';
  const faults = simulatedFaults(environment);
  if (!faults.ok) throw new Error(faults.fault.data.message);
  return new SimulatedBoards(
    { clock: nodeClock, random: nodeRandomness, timing, faults: faults.value, ...(timing === 'none' ? {} : { baud }) },
    (profile) => join(userData, `simulated-${profile}.json`),
    onlyOurs(userData),
  );
}
