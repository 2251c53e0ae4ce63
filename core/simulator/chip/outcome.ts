import type { ErrorCode } from '../../apdu/status.ts';

/** What a step on the chip gives: a value, or the error code that goes into F1C2. */
export type Outcome<T extends object> = T | ErrorCode;

export const refused = <T extends object>(outcome: T | ErrorCode): outcome is ErrorCode => typeof outcome === 'number';

/** Answer without data. */
export const nothing = new Uint8Array();
