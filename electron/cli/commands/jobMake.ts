import { randomUUID } from 'node:crypto';
import { basename } from 'node:path';
import { utf8 } from '../../../core/bytes/bytes.ts';
import type { Job } from '../../../core/job/job.ts';
import { encodeJobFile } from '../../../core/job/jobFile.ts';
import { irreversibleObjects, type Release } from '../../../core/job/release.ts';
import { formatOid } from '../../../core/objects/oid.ts';
import { neededMaterials } from '../../../core/plan/neededMaterials.ts';
import { decodePlan } from '../../../core/plan/planFile.ts';
import type { Plan } from '../../../core/plan/step.ts';
import { kindOf } from '../../../core/plan/steps/index.ts';
import { fault } from '../../../core/result/fault.ts';
import { err, ok, type Result } from '../../../core/result/result.ts';
import { makeJob, type MadeJob } from '../../app/jobs/index.ts';
import { sayMissing } from '../../app/run/index.ts';
import { writeAtomic } from '../../files/write.ts';
import { whoIsThis } from '../../journal/openJournal.ts';
import { nodeClock } from '../../serial/clock.ts';
import { nodeRandomness } from '../../serial/randomness.ts';
import { builtInProfile } from '../../simulated/simulatedDevice.ts';
import type { Action, Answered } from '../command.ts';
import { withChip, type Context } from '../context.ts';
import { readConfirmed, readText } from '../inputs.ts';
import { warn } from '../io.ts';
import { readJob, readPassword } from '../jobFiles.ts';
import { readSerial, readTime, readVaries } from '../jobWishes.ts';
import { journalOf } from '../journalOf.ts';
import { readMaterials, readNames } from '../materials.ts';
import { askedPort } from '../slots.ts';
import { tellReview } from '../runPlanCommand.ts';

interface MakeOptions {
  readonly from: string;
  readonly out: string;
  readonly family?: string;
  readonly title?: string;
  readonly quantity?: number;
  readonly validFrom?: string;
  readonly until?: string;
  readonly vary?: readonly string[];
  readonly serial?: string;
  readonly keyPasswordFile?: string;
  readonly material?: readonly string[];
  readonly yesLock?: readonly string[];
  readonly revises?: string;
  readonly id?: string;
  readonly revision?: number;
  readonly follows?: readonly string[];
}

const usage = (message: string): Result<never> => err(fault('usage/bad-option', { message }));

/** Chooses id and revision of the job: new ones, those after an older revision, or the given ones. */
async function identityOf({ revises, id, revision }: MakeOptions): Promise<Result<Pick<Job, 'id' | 'revision'>>> {
  if (revises !== undefined && (id !== undefined || revision !== undefined)) return usage('Use --revises, or --id and --revision.');
  if ((id === undefined) !== (revision === undefined)) return usage('--id and --revision must be given together.');
  if (id !== undefined && revision !== undefined) return ok({ id: id.toLowerCase(), revision });
  if (revises === undefined) return ok({ id: randomUUID(), revision: 1 });
  const old = await readJob(revises);
  return old.ok ? ok({ id: old.value.job.id, revision: old.value.job.revision + 1 }) : old;
}

async function datesOf({ validFrom, until }: MakeOptions): Promise<Result<Pick<Job, 'validFrom' | 'validUntil'>>> {
  const from = validFrom === undefined ? undefined : readTime('--valid-from', validFrom, '00:00:00');
  if (from?.ok === false) return from;
  const end = until === undefined ? undefined : readTime('--until', until, '23:59:59');
  if (end?.ok === false) return end;
  return ok({ validFrom: from?.value, validUntil: end?.value });
}

async function valuesOf(options: MakeOptions, plan: Plan): Promise<Result<Pick<Job, 'varies' | 'serial'>>> {
  const password = await readPassword(options.keyPasswordFile);
  if (!password.ok) return password;
  const read = await readVaries(options.vary ?? [], plan, { out: options.out, password: password.value });
  if (!read.ok || options.serial === undefined) return read;
  if (read.value.serial !== undefined) return usage('Say once where serial numbers come from: with --serial, or with --vary STEP=serial:….');
  const serial = await readSerial(options.serial);
  return serial.ok ? ok({ ...read.value, serial: serial.value }) : serial;
}

async function releaseOf(context: Context, options: MakeOptions, plan: Plan): Promise<Result<Release>> {
  const [identity, dates, values] = [await identityOf(options), await datesOf(options), await valuesOf(options, plan)];
  if (!identity.ok) return identity;
  if (!dates.ok) return dates;
  if (!values.ok) return values;
  const issuedBy = (await journalOf(context).by())?.operator ?? whoIsThis();
  const issuedAt = new Date().toISOString().replace(/\.\d+Z$/, 'Z');
  const { title = plan.title, quantity = 0, follows } = options;
  return ok({ ...identity.value, title, issuedBy, issuedAt, ...dates.value, quantity, ...values.value, ...(follows === undefined ? {} : { follows: follows.map((id) => id.toLowerCase()) }) });
}

/** The sample: the chip on the given port, or a new simulated chip. */
async function sampleOf(context: Context, family: string | undefined): Promise<Result<{ readonly context: Context; readonly profile?: string }>> {
  const asked = await askedPort(context);
  if (!asked.ok) return asked;
  if (asked.value !== undefined) return family === undefined ? ok({ context }) : usage('--family is for a simulated chip that is new: use it without a port.');
  if (family === undefined) return usage('Name the port of a sample chip (--port), or --family v1, v3 or express to rehearse on a simulated chip that is new.');
  const profile = builtInProfile(family);
  return profile === undefined ? usage('--family takes v1, v3 or express.') : ok({ context: { ...context, port: `simulated:${family}` }, profile });
}

export const jobMake: Action<MakeOptions> = async (context, options) => {
  const text = await readText(options.from);
  if (!text.ok) return text;
  const plan = decodePlan(text.value, basename(options.from));
  if (!plan.ok) return plan;
  const [confirmed, release, sample] = [readConfirmed(options.yesLock), await releaseOf(context, options, plan.value), await sampleOf(context, options.family)];
  if (!confirmed.ok) return confirmed;
  if (!release.ok) return release;
  if (!sample.ok) return sample;
  const names = readNames(neededMaterials(plan.value), options.material ?? []);
  if (!names.ok) return names;
  const materials = await readMaterials(plan.value, options.from, names.value);
  if (!materials.ok) return materials;
  const made = await withChip(sample.value.context, (session) =>
    makeJob({ plan: plan.value, materials: materials.value, release: { ...release.value, profile: sample.value.profile }, confirmed: confirmed.value, onReview: (reviewed) => tellReview(context, reviewed) }, session, { random: nodeRandomness, clock: nodeClock }),
  );
  for (const secret of materials.value.values()) secret.wipe();
  if (!made.ok) return err(sayMissing(made.fault, plan.value, materials.value));
  const written = await writeAtomic(options.out, utf8(encodeJobFile(made.value.file)));
  if (!written.ok) return written;
  for (const { step } of made.value.file.job.expected.filter(({ state }) => state === 'done')) warn(context.io, `${step} is done already on the sample: this job expects that of every chip`);
  return ok(answerOf(made.value, options.out));
};

function answerOf({ file: { job }, reviewed }: MadeJob, out: string): Answered {
  const irreversible = irreversibleObjects(reviewed.rehearsal).map(formatOid);
  const steps = job.steps.map((step) => ({
    id: step.id,
    title: kindOf(step).title(step),
    object: formatOid(kindOf(step).objects(step)[0]),
    expected: job.expected.find((one) => one.step === step.id)?.state,
  }));
  const { id, title, revision } = job;
  return { json: { id, title, revision, steps, varies: job.varies, irreversible, verdict: reviewed.rehearsal.verdict }, lines: [`job: ${basename(out)} (${id}, revision ${revision}); sign it with: trust-bench job sign ${out} --signer KEY.pem`] };
}
