import { nothing } from '../chip/outcome.ts';
import { freshVolatile } from '../chip/sequences.ts';
import { special } from '../chip/special.ts';
import type { Handler } from './handler.ts';

/** Closes the application. With Param 01 it saves the context and answers a handle of 8 random bytes. */
export const closeApplication: Handler = (machine, param, data) => {
  if (param !== 0x00 && param !== 0x01) return 0x03;
  if (data.length !== 0) return 0x04;
  // "Saving the context is only possible when the current SEC value is zero" (manual, note 6).
  if (param === 0x01 && machine.monitor.count !== 0) return 0x0b;
  machine.monitor.flush();
  const { sessions, authorized, lastError, tearing } = machine.volatile;
  machine.volatile = { ...freshVolatile(), lastError, tearing };
  if (param === 0x00) return nothing;
  const handle = machine.random(8);
  const status = machine.store.get(special.statusA)?.data?.slice() ?? Uint8Array.of(0);
  machine.saved = { handle, sessions, authorized, status };
  return handle;
};
