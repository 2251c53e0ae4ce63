import { dirname, resolve } from 'node:path';
import { fault } from '../../../core/result/fault.ts';
import { err, ok, type Result } from '../../../core/result/result.ts';
import { sayLine } from '../../../core/result/say.ts';
import { UnitRun, type UnitParts, type UnitReport } from '../../app/jobs/index.ts';
import { stepOf } from '../../app/line/index.ts';
import { nodeClock } from '../../serial/clock.ts';
import { nodeRandomness } from '../../serial/randomness.ts';
import type { Action, Answered } from '../command.ts';
import { withChip, type Context } from '../context.ts';
import { exitCodes, progress, warn } from '../io.ts';
import { jobServiceOf, readJob, readPassword } from '../jobFiles.ts';
import { namedTwice } from '../slots.ts';
import { tellResult, tellStep, tellUnit } from './jobEvents.ts';
import { runSlots } from './jobRunSlots.ts';

interface RunOptions {
  readonly job: string;
  readonly serial?: readonly string[];
  readonly count?: number;
  readonly keyPasswordFile?: string;
}

/** One unit on the port. @param last chip of the unit before: while it is still there, nothing is done */
const unit = (context: Context, parts: UnitParts, serial: string | undefined, last: string | undefined): Promise<Result<UnitReport | undefined>> =>
  withChip(context, async (session) => {
    if (session.identity.uid.chipId === last) return ok(undefined);
    const { port, slot = port } = session;
    const chipId = session.identity.uid.chipId;
    const report = await new UnitRun(parts, {
      work: session,
      port,
      serial,
      onUnit: (begun) => tellUnit(context, slot, begun),
      onStep: (step, outcome) => tellStep(context, slot, chipId, stepOf(step, outcome.state)),
    }).run();
    tellResult(context, report, slot);
    return ok(report);
  });

/** How often the port is looked at for the next chip. ms */
const nextChipMs = 500;

/** The next unit in the same place. @param last chip of the unit before: waits until another one answers */
async function nextUnit(context: Context, parts: UnitParts, serial: string | undefined, last: string | undefined): Promise<Result<UnitReport>> {
  if (last !== undefined) progress(context.io, 'waiting for the next chip');
  for (;;) {
    const done = await unit(context, parts, serial, last);
    // While the board or the chip is being changed, nothing answers.
    if (!done.ok && (last === undefined || !/^(port|link)\//.test(done.fault.code))) return done;
    if (done.ok && done.value !== undefined) return ok(done.value);
    await new Promise((resume) => setTimeout(resume, nextChipMs));
  }
}

/** Units one after the other on one port. Exit code 0: all passed. */
async function runHere(context: Context, parts: UnitParts, serial: string | undefined, count: number): Promise<Result<Answered>> {
  const reports: UnitReport[] = [];
  do {
    const done: Result<UnitReport> = await nextUnit(context, parts, serial, reports.at(-1)?.chipId);
    if (!done.ok) return done;
    reports.push(done.value);
  } while (reports.length < count);
  return ok({ json: undefined, lines: [], exitCode: reports.every(({ result }) => result === 'pass') ? exitCodes.done : exitCodes.failed });
}

/** The slots that were named; undefined: one port. `more`: the words after `--slot A`. */
function slotsAsked({ slots = [], port }: Context, more: readonly string[]): Result<readonly string[] | undefined> {
  if (slots.length === 0 && more.length > 0) return err(fault('usage/bad-option', { message: `"${more.join(' ')}": names of slots come after --slot.` }));
  const all = [...slots, ...more];
  if (all.length < 2 && all[0]?.toLowerCase() !== 'all') return ok(undefined);
  return port === undefined ? ok(all) : namedTwice();
}

/** Does units of a job, on one port or in several slots at once. */
export const jobRun: Action<RunOptions> = async (context, { job: path, serial: serials = [], count = 1, keyPasswordFile }, more) => {
  const slots = slotsAsked(context, more);
  if (!slots.ok) return slots;
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
    if (slots.value !== undefined) return await runSlots(context, { file: file.value, parts, service, slots: slots.value, serials, count });
    const [serial, second] = serials;
    if (second !== undefined) return err(fault('usage/bad-option', { message: '--serial: one number for one unit.' }));
    return await runHere(context, parts, serial, count);
  } finally {
    parts.sources.wipe();
  }
};
