import { applicationId } from '../../apdu/commands/openApplication.ts';
import { equal } from '../../bytes/bytes.ts';
import type { Oid } from '../../objects/oid.ts';
import { nothing } from '../chip/outcome.ts';
import type { Machine } from '../chip/machine.ts';
import { special } from '../chip/special.ts';
import type { Handler } from './handler.ts';

/** A clean application context: no sessions, no Auto states, and the application's security status has its default. */
function cleanContext(machine: Machine): void {
  const { lastError, tearing } = machine.volatile;
  Object.assign(machine.volatile, { open: true, update: undefined, hash: undefined, sym: undefined, lastError, tearing });
  machine.volatile.sessions.clear();
  machine.volatile.authorized.clear();
  resetStatus(machine, special.statusA);
}

/** Security status. Its default is the value in the profile, which was read right after a reset (manual, table 53). */
export function resetStatus(machine: Machine, id: Oid): void {
  const shown = machine.profile.objects[id.toString(16)]?.data ?? '00';
  machine.store.get(id)?.data?.set([Number.parseInt(shown.slice(0, 2), 16)]);
}

/**
 * Opens the application, or restores the context saved under a handle. A saved context is deleted in both cases. A
 * wrong handle also deletes the context and is an error (manual, "OpenApplication"). The manual does not name the code;
 * we use 05.
 */
export const openApplication: Handler = (machine, param, data) => {
  if (param !== 0x00 && param !== 0x01) return 0x03;
  if (data.length !== applicationId.length + (param === 0x01 ? 8 : 0)) return 0x04;
  if (!equal(data.subarray(0, applicationId.length), applicationId)) return 0x05;
  const saved = machine.saved;
  machine.saved = undefined;
  cleanContext(machine);
  if (param === 0x00) return nothing;
  if (saved === undefined || !equal(saved.handle, data.subarray(applicationId.length))) {
    machine.volatile.open = false;
    return 0x05;
  }
  for (const [id, session] of saved.sessions) machine.volatile.sessions.set(id, session);
  for (const id of saved.authorized) machine.volatile.authorized.add(id);
  machine.store.get(special.statusA)?.data?.set(saved.status);
  return nothing;
};
