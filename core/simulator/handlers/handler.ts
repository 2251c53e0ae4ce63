import type { Machine } from '../chip/machine.ts';
import type { Outcome } from '../chip/outcome.ts';

/** Executes one command: Param and InData in, OutData or an error code out. */
export type Handler = (
  machine: Machine,
  param: number,
  data: Uint8Array,
) => Outcome<Uint8Array> | Promise<Outcome<Uint8Array>>;
