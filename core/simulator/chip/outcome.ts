import type { ErrorCode } from '../../apdu/status.ts';

/** The result of a step on the chip: a value, or the error code for F1C2. */
export type Outcome<T extends object> = T | ErrorCode;

export const refused = <T extends object>(outcome: T | ErrorCode): outcome is ErrorCode => typeof outcome === 'number';

/** An answer without data. */
export const nothing = new Uint8Array();
