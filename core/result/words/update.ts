import type { FaultTable } from '../fault.ts';

/** Protected-update data sets. */
export const updateFaults = {
} satisfies FaultTable;
