import { fault } from '../../core/result/fault.ts';
import { err, ok, type Result } from '../../core/result/result.ts';
import type { FaultRule } from '../../core/simulator/faults/fault.ts';
import { parseFaults } from '../../core/simulator/faults/parse.ts';

const variable = 'TRUST_BENCH_SIM_FAULTS';

/** Reads the faults of simulated boards from the environment (grammar in core/simulator/faults/grammar.ts). */
export function simulatedFaults(environment: Readonly<Record<string, string | undefined>>): Result<readonly FaultRule[], 'usage/bad-option'> {
  const parsed = parseFaults(environment[variable] ?? '');
  return 'bad' in parsed ? err(fault('usage/bad-option', { message: `${variable}: "${parsed.bad}" is not a fault.` })) : ok(parsed.rules);
}
