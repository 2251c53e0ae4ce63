import { dirname, resolve } from 'node:path';
import { fault } from '../../../core/result/fault.ts';
import { err, ok, type Result } from '../../../core/result/result.ts';
import { sayLine } from '../../../core/result/say.ts';
import { isEverySlot } from '../../../core/slots/names.ts';
import type { LineSlotAt } from '../../app/line/index.ts';
import { nodeClock } from '../../serial/clock.ts';
import { nodeRandomness } from '../../serial/randomness.ts';
import type { Action } from '../command.ts';
import { choosePort, type Context } from '../context.ts';
import { warn } from '../io.ts';
import { jobServiceOf, readJob, readPassword } from '../jobFiles.ts';
import { namedTwice, slotPort, slotsOf } from '../slots.ts';
import { runSlots } from './jobRunSlots.ts';

interface RunOptions {
  readonly job: string;
  readonly serial?: readonly string[];
  readonly count?: number;
  readonly keyPasswordFile?: string;
}

/** The given names of slots; empty for one port. @param more the words after `--slot A` */
function slotsAsked({ slots = [], port }: Context, more: readonly string[]): Result<readonly string[]> {
  if (slots.length === 0 && more.length > 0) return err(fault('usage/bad-option', { message: `"${more.join(' ')}": names of slots come after --slot.` }));
  return slots.length > 0 && port !== undefined ? namedTwice() : ok([...slots, ...more]);
}

/** One port, in the form of a slot that was not taught. */
async function onePort(context: Context): Promise<Result<readonly LineSlotAt[]>> {
  const chosen = await choosePort(context);
  return chosen.ok ? ok([{ number: 1, name: chosen.value.port, place: { row: 0, column: 0 }, path: chosen.value.port }]) : chosen;
}

/** Finds slots whose boards are plugged in. @param wanted names or numbers; `all`: every taught slot */
async function namedSlots(context: Context, wanted: readonly string[]): Promise<Result<readonly LineSlotAt[]>> {
  const service = slotsOf(context);
  const all = wanted.some(isEverySlot);
  const names = all ? (await service.list()).slots.map(({ number }) => String(number)) : wanted;
  if (names.length === 0) return err(fault('slot/unknown', { slot: 'all', slots: '' }));
  const slots = new Map<number, LineSlotAt>();
  for (const name of names) {
    const found = await slotPort(context, service, name);
    if (!found.ok) return found;
    const { slot, path } = found.value;
    slots.set(slot.number, { number: slot.number, name: slot.name, place: slot.place, path });
  }
  return ok([...slots.values()]);
}

/** Processes units of a job, on one port or in several slots at once. */
export const jobRun: Action<RunOptions> = async (context, { job: path, serial: serials = [], count = 1, keyPasswordFile }, more) => {
  const repeated = serials.find((serial, at) => serials.indexOf(serial) !== at);
  if (repeated !== undefined) return err(fault('usage/bad-option', { message: `--serial names ${repeated} twice: each unit has a number of its own.` }));
  const names = slotsAsked(context, more);
  if (!names.ok) return names;
  const file = await readJob(path);
  if (!file.ok) return file;
  const password = await readPassword(keyPasswordFile);
  if (!password.ok) return password;
  const service = jobServiceOf(context);
  const opened = await service.toRun(file.value, dirname(resolve(path)), { clock: nodeClock, random: nodeRandomness, password: password.value });
  for (const note of opened.notes) warn(context.io, `${note.code}: ${sayLine(note)}`);
  if (!opened.parts.ok) return opened.parts;
  const parts = opened.parts.value;
  try {
    const slots = names.value.length === 0 ? await onePort(context) : await namedSlots(context, names.value);
    return slots.ok ? await runSlots(context, { file: file.value, parts, service, slots: slots.value, serials, count }) : slots;
  } finally {
    parts.sources.wipe();
  }
};
