import type { FaultTable } from '../fault.ts';

/** Keys and certificates. `file` is what the user calls the input (a file name, or "the pasted text"). */
export const keyFaults = {
} satisfies FaultTable;
