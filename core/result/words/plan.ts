import type { FaultTable } from '../fault.ts';

/** Plans: build, rehearse, run. */
export const planFaults = {
} satisfies FaultTable;
