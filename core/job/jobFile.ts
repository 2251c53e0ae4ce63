import { z } from 'zod';
import { readStrictJson } from '../bytes/strictJson.ts';
import { formatOid, parseOid, type Oid } from '../objects/oid.ts';
import { stepFromJson, stepToJson } from '../plan/planFile.ts';
import { refuseKeys } from '../plan/refuseKeys.ts';
import type { Step } from '../plan/step.ts';
import { fault } from '../result/fault.ts';
import { err, must, ok, type Result } from '../result/result.ts';
import { inconsistency } from './consistent.ts';
import { laterSources, type Job, type JobFile } from './job.ts';
import { jobFileJson, jobFormat, jobJson, jobVersion, jobWithLaterSources, type JobJson } from './jobSchema.ts';

export type JobFileFault = 'job/not-a-job' | 'job/newer-version' | 'job/not-in-this-version' | 'metadata/malformed' | 'key/not-for-object';

/** Largest job file in bytes. */
const jobFileLimit = 4 * 1024 * 1024;

const readOid = (text: string): Oid => must(parseOid(text));

/** The job in the form of the file. */
function jobToJson({ states, steps, publicParts, confirmed, ...rest }: Job): unknown {
  return {
    format: jobFormat,
    version: jobVersion,
    ...rest,
    states: states.map((one) => ({ ...one, object: formatOid(one.object) })),
    steps: steps.map(stepToJson),
    publicParts: publicParts.map(({ what, object, sha256 }) => ({ what, ...(object === undefined ? {} : { object: formatOid(object) }), sha256 })),
    confirmed: confirmed.map(formatOid),
  };
}

/** A job without a signature. Fields that are undefined are left out of the file. */
export const newJobFile = (job: Job): JobFile => ({ job, json: JSON.parse(JSON.stringify(jobToJson(job))) as unknown, signatures: [] });

/** The text of a job file. It repeats the job as it was read, so that its signatures stay valid. */
export const encodeJobFile = ({ json, signatures }: JobFile): string => `${JSON.stringify({ job: json, signatures }, undefined, 2)}\n`;

const notAJob = (file: string, why: string): Result<never, 'job/not-a-job'> => err(fault('job/not-a-job', { file, why }));

type Issue = z.core.$ZodIssue;

/** Paths of fields that the format does not have: "job.chip.colour". */
function unknownFields(issues: readonly Issue[], under: readonly PropertyKey[]): string[] {
  return issues.flatMap((issue) => {
    const path = [...under, ...issue.path];
    if (issue.code === 'unrecognized_keys') return issue.keys.map((key) => [...path, key].map(String).join('.').slice(0, 100));
    return issue.code === 'invalid_union' ? issue.errors.flatMap((inner) => unknownFields(inner, path)) : [];
  });
}

function firstProblem({ issues }: z.ZodError, under: readonly PropertyKey[]): string {
  const [unknown] = unknownFields(issues, under);
  if (unknown !== undefined) return `The format does not have the field "${unknown}".`;
  const [issue] = issues;
  return `At ${[...under, ...(issue?.path ?? [])].map(String).join('.') || 'the top'}: ${issue?.message ?? 'wrong'}.`;
}

const head = z.object({ job: z.object({ format: z.literal(jobFormat), version: z.number().int().min(1) }) });

function readText(bytes: Uint8Array, file: string): Result<unknown, 'job/not-a-job'> {
  if (bytes.length > jobFileLimit) return notAJob(file, `It has ${bytes.length} bytes; a job file has at most ${jobFileLimit}.`);
  let text: string;
  try {
    text = new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return notAJob(file, 'It is not UTF-8.');
  }
  const json = readStrictJson(text);
  return json.read ? ok(json.value) : notAJob(file, json.why);
}

/** Refuses a job of a newer format, and names the fields that this program does not know. */
function newerVersion(job: object, version: number, file: string): Result<never, 'job/newer-version'> {
  const parsed = jobJson.safeParse({ ...job, version: jobVersion });
  return err(fault('job/newer-version', { file, version, known: jobVersion, fields: parsed.success ? [] : unknownFields(parsed.error.issues, ['job']) }));
}

/** The refusal of a job that is valid except for a source of a later version; undefined for other jobs. */
function laterSource(job: unknown): Result<never, 'job/not-in-this-version'> | undefined {
  const parsed = jobWithLaterSources.safeParse(job);
  if (!parsed.success) return undefined;
  for (const { step, source } of parsed.data.varies) {
    const kind = (source as { readonly kind: string }).kind;
    if (laterSources.some((name) => name === kind)) return err(fault('job/not-in-this-version', { step, source: kind }));
  }
  return undefined;
}

/**
 * Reads a job file; signatures are not verified here. Refuses a name that occurs twice in one object, numbers that are not
 * whole or exceed 2^53 − 1, half surrogates, unknown fields, sources of a later version, and a private key in a step.
 * @param bytes UTF-8. @param file the user's name for the file
 */
export function decodeJobFile(bytes: Uint8Array, file: string): Result<JobFile, JobFileFault> {
  const json = readText(bytes, file);
  if (!json.ok) return json;
  const start = head.safeParse(json.value);
  if (!start.success) return notAJob(file, `It does not say "format": "${jobFormat}" and a version.`);
  const outer = jobFileJson.safeParse(json.value);
  if (start.data.job.version > jobVersion) return newerVersion(outer.success ? (outer.data.job as object) : {}, start.data.job.version, file);
  if (!outer.success) return notAJob(file, firstProblem(outer.error, []));
  const parsed = jobJson.safeParse(outer.data.job);
  if (!parsed.success) return laterSource(outer.data.job) ?? notAJob(file, firstProblem(parsed.error, ['job']));
  const job = jobFromJson(parsed.data, file);
  return job.ok ? ok({ job: job.value, json: outer.data.job, signatures: outer.data.signatures }) : job;
}

function jobFromJson({ format: _format, version: _version, ...json }: JobJson, file: string): Result<Job, JobFileFault> {
  const steps: Step[] = [];
  for (const stepText of json.steps) {
    const step = stepFromJson(stepText);
    if (!step.ok) return step;
    steps.push(step.value);
  }
  const inconsistent = inconsistency(json, steps);
  if (inconsistent !== undefined) return notAJob(file, inconsistent);
  const keys = refuseKeys({ title: json.title, steps }, file);
  if (!keys.ok) return keys;
  return ok({
    ...json,
    steps,
    states: json.states.map((one) => ({ ...one, object: readOid(one.object) })),
    publicParts: json.publicParts.map((part) => ({ ...part, object: part.object === undefined ? undefined : readOid(part.object) })),
    confirmed: json.confirmed.map(readOid),
  });
}
