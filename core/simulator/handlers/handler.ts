import type { Machine } from '../chip/machine.ts';
import type { Outcome } from '../chip/outcome.ts';

/** Executes one command: receives Param and InData, returns OutData or an error code. */
export type Handler = (
  machine: Machine,
  param: number,
  data: Uint8Array,
) => Outcome<Uint8Array> | Promise<Outcome<Uint8Array>>;
