import { basename, dirname, isAbsolute, relative, resolve, sep } from 'node:path';
import type { Job, SerialRule, Source, Variation } from '../../core/job/job.ts';
import { laterSources } from '../../core/job/job.ts';
import { counterFrom, listFrom } from '../../core/job/serialRules.ts';
import { signerFingerprint } from '../../core/job/signature.ts';
import { fault } from '../../core/result/fault.ts';
import { err, ok, type Result } from '../../core/result/result.ts';
import type { Plan } from '../../core/plan/step.ts';
import { publicKeyIn } from '../app/jobs/index.ts';
import { readInput, readText } from './inputs.ts';

const usage = (message: string): Result<never, 'usage/bad-option'> => err(fault('usage/bad-option', { message }));

/** Writes a path as in a job file: relative to the job file's folder, with slashes. A path on another drive stays absolute. */
function inJob(path: string, out: string): string {
  const from = relative(dirname(resolve(out)), resolve(path));
  return isAbsolute(from) ? from : from.split(sep).join('/') || '.';
}

/** Reads `2026-12-31`, or a time in UTC such as `2026-12-31T12:00:00Z`. @param time of the day, when only a day is given */
export function readTime(option: string, text: string, time: string): Result<string, 'usage/bad-option'> {
  const whole = /^\d{4}-\d\d-\d\d$/.test(text) ? `${text}T${time}Z` : text;
  const at = new Date(whole);
  const exact = !Number.isNaN(at.getTime()) && at.toISOString() === whole.replace('Z', '.000Z');
  return exact ? ok(whole) : usage(`${option} takes a day as 2026-12-31 or a time in UTC as 2026-12-31T12:00:00Z.`);
}

/** Reads `given`, `counter:SN-0001`, or a file with one serial number in each line. */
export async function readSerial(text: string): Promise<Result<SerialRule>> {
  if (text === 'given') return ok({ from: 'given' });
  if (text.startsWith('counter:')) {
    const counter = counterFrom(text.slice('counter:'.length));
    return counter === undefined ? usage('The counter needs its first number, for example counter:SN-0001.') : ok(counter);
  }
  const file = await readText(text);
  if (!file.ok) return file;
  const list = listFrom(file.value);
  return list === undefined ? usage(`${basename(text)} has no serial numbers.`) : ok(list);
}

/** Splits `FOLDER,signer:FILE,secret:NAME` into its parts. */
function partsOf(text: string): { readonly folder: string; readonly signer?: string; readonly secret?: string } {
  const found = /^(.*?)(?:,signer:(.*?))?(?:,secret:(.*))?$/s.exec(text);
  const [, folder = '', signer, secret] = found ?? [];
  return { folder, ...(signer === undefined ? {} : { signer }), ...(secret === undefined ? {} : { secret }) };
}

async function readPairs(text: string, out: string, password: string | undefined): Promise<Result<Source>> {
  const { folder, signer, secret } = partsOf(text);
  if (folder === '') return usage('pairs: needs a folder, for example pairs:FOLDER,signer:KEY.pem.');
  const source = { kind: 'pairs', folder: inJob(folder, out), ...(secret === undefined ? {} : { secret }) } as const;
  if (signer === undefined) return ok(source);
  const bytes = await readInput(signer);
  if (!bytes.ok) return bytes;
  const key = await publicKeyIn(bytes.value, basename(signer), password);
  bytes.value.fill(0);
  return key.ok ? ok({ ...source, signer: { file: inJob(signer, out), fingerprint: signerFingerprint(key.value) } }) : key;
}

/** What a source names: where the content comes from, and perhaps where serial numbers come from. */
interface ReadSource {
  readonly source?: Source;
  readonly serial?: SerialRule;
}

async function readSource(step: string, text: string, { out, password }: VaryOptions): Promise<Result<ReadSource>> {
  const [kind = '', rest] = text.split(/:(.*)/s);
  const later = laterSources.find((name) => name === kind);
  if (later !== undefined) return err(fault('job/not-in-this-version', { step, source: later }));
  if (kind === 'fixed') return ok({});
  if (kind === 'chip-id' || kind === 'key-in-chip') return ok({ source: { kind } });
  if (kind === 'data-sets' && rest !== undefined && rest !== '') return ok({ source: { kind, folder: inJob(rest, out) } });
  if (kind === 'serial') {
    const serial = rest === undefined ? undefined : await readSerial(rest);
    if (serial?.ok === false) return serial;
    return ok({ source: { kind }, ...(serial === undefined ? {} : { serial: serial.value }) });
  }
  if (kind !== 'pairs') return usage(`--vary ${step}=${text}: no such source. There are fixed, serial, serial:counter:SN-0001, serial:LIST, chip-id, pairs:FOLDER,signer:KEY, data-sets:FOLDER, key-in-chip.`);
  const pairs = await readPairs(rest ?? '', out, password);
  return pairs.ok ? ok({ source: pairs.value }) : pairs;
}

export interface VaryOptions {
  /** The job file. Relative paths start in its folder. */
  readonly out: string;
  /** Password of the signers' key files. */
  readonly password?: string | undefined;
}

/** Reads STEP=SOURCE of --vary. A step's id may contain "=" itself, so the longest matching id is used. */
export async function readVaries(words: readonly string[], plan: Plan, options: VaryOptions): Promise<Result<Pick<Job, 'varies' | 'serial'>>> {
  const varies: Variation[] = [];
  let serial: SerialRule | undefined;
  const ids = plan.steps.map(({ id }) => id).sort((a, b) => b.length - a.length);
  for (const word of words) {
    const step = ids.find((id) => word.startsWith(`${id}=`));
    if (step === undefined) return usage(`--vary ${word}: the plan has no such step. It has ${plan.steps.map(({ id }) => id).join(', ')}.`);
    const read = await readSource(step, word.slice(step.length + 1), options);
    if (!read.ok) return read;
    if (read.value.source !== undefined) varies.push({ step, source: read.value.source });
    serial ??= read.value.serial;
  }
  return ok({ varies, ...(serial === undefined ? {} : { serial }) });
}
