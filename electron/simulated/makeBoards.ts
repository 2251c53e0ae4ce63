import { join } from 'node:path';
import { nodeClock } from '../serial/clock.ts';
import { nodeRandomness } from '../serial/randomness.ts';
import { SimulatedBoards } from './simulatedBoards.ts';
import { simulatedFaults } from './simulatedFaults.ts';
import { onlyOurs } from './simulatedNames.ts';

/** Makes the window's simulated boards. They are as slow as real boards and have no faults, unless the environment changes that. */
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
