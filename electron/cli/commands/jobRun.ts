import { dirname, resolve } from 'node:path';
import { parseCertificate } from '../../../core/certificates/certificate.ts';
import { visibleJson } from '../../../core/result/visible.ts';
import { sayChipId, sayAgo } from '../../../core/result/format.ts';
import { kindOf } from '../../../core/plan/steps/index.ts';
import { formatOid } from '../../../core/objects/oid.ts';
import { ok, type Result } from '../../../core/result/result.ts';
import { say, sayLine } from '../../../core/result/say.ts';
import { UnitRun, type UnitParts, type UnitReport } from '../../app/jobs/index.ts';
import { nodeClock } from '../../serial/clock.ts';
import { nodeRandomness } from '../../serial/randomness.ts';
import type { Action } from '../command.ts';
import { withChip, type Context } from '../context.ts';
import { progress, tell, warn } from '../io.ts';
import { jobServiceOf, readJob, readPassword } from '../jobFiles.ts';

interface RunOptions {
  readonly job: string;
  readonly serial?: string;
  readonly count?: number;
  readonly keyPasswordFile?: string;
}

/** One line on stdout with --json: an event of the line. */
const event = ({ io }: Context, json: object): void => {
  if (io.json) io.out(`${visibleJson(json)}\n`);
};

const certificateJson = (der: Uint8Array): object | undefined => {
  const read = parseCertificate(der);
  return read.ok ? { subject: read.value.subject, serial: read.value.serial, fingerprint: read.value.fingerprint } : undefined;
};

const wordOf = { pass: 'PASS', fail: 'FAIL', check: 'CHECK', 'done-before': 'DONE BEFORE' } as const;

function tellResult(context: Context, { chipId, serial, result, fault, passedAt, certificate, run, ms }: UnitReport, slot: string): void {
  const why = fault === undefined ? {} : { code: fault.code, why: sayLine(fault), hint: say(fault).todo };
  event(context, { event: 'result', slot, chipId, ...(serial === undefined ? {} : { serial }), result, ...why, ...(passedAt === undefined ? {} : { passedAt }), ...(certificate === undefined ? {} : { certificate: certificateJson(certificate) }), ...(run === undefined ? {} : { run }), ms });
  if (context.io.json) return;
  const ago = passedAt === undefined ? '' : `, ${sayAgo(Date.now() - Date.parse(passedAt))}`;
  context.io.out(`${wordOf[result]} ${serial === undefined ? '' : `${serial}, `}chip ${sayChipId(chipId)}${ago}\n`);
  if (fault === undefined) return;
  tell(context.io, `${fault.code}: ${sayLine(fault)}`);
  tell(context.io, `hint: ${say(fault).todo}`);
}

/** One unit on the port. @param last chip of the unit before: while it is still there, nothing is done */
const unit = (context: Context, parts: UnitParts, serial: string | undefined, last: string | undefined): Promise<Result<UnitReport | undefined>> =>
  withChip(context, async (session) => {
    if (session.identity.uid.chipId === last) return ok(undefined);
    const { port, slot = port } = session;
    const told = { slot, chipId: session.identity.uid.chipId };
    const report = await new UnitRun(parts, {
      work: session,
      port,
      serial,
      onUnit: ({ serial: number }) => event(context, { event: 'unit', ...told, ...(number === undefined ? {} : { serial: number }) }),
      onStep: (step, outcome) => {
        event(context, { event: 'step', ...told, step: step.id, title: kindOf(step).title(step), object: formatOid(kindOf(step).objects(step)[0]), state: outcome.state });
        progress(context.io, `  ${outcome.state}: ${kindOf(step).title(step)}`);
      },
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

/** Does units of a job. Exit code 0: all passed. */
export const jobRun: Action<RunOptions> = async (context, { job: path, serial, count = 1, keyPasswordFile }) => {
  const file = await readJob(path);
  if (!file.ok) return file;
  const password = await readPassword(keyPasswordFile);
  if (!password.ok) return password;
  const opened = await jobServiceOf(context).toRun(file.value, dirname(resolve(path)), { clock: nodeClock, random: nodeRandomness, password: password.value });
  for (const note of opened.notes) warn(context.io, `${note.code}: ${sayLine(note)}`);
  if (!opened.parts.ok) return opened.parts;
  const parts = opened.parts.value;
  try {
    const reports: UnitReport[] = [];
    do {
      const done: Result<UnitReport> = await nextUnit(context, parts, serial, reports.at(-1)?.chipId);
      if (!done.ok) return done;
      reports.push(done.value);
    } while (reports.length < count);
    return ok({ json: undefined, lines: [], exitCode: reports.every(({ result }) => result === 'pass') ? 0 : 1 });
  } finally {
    parts.sources.wipe();
  }
};
