import { fault, type Fault } from '../result/fault.ts';
import { err, ok, type Result } from '../result/result.ts';
import type { Job, SerialRule } from './job.ts';

/**
 * The result of a unit. `pass`: every step is done and proved. `fail`: no irreversible step is half done; the unit may be
 * tried again. `check`: something written is not proved, or the chip is not what the job expects: keep it apart.
 * `done-before`: this chip passed this job earlier; nothing was written.
 */
export type UnitResult = 'pass' | 'fail' | 'check' | 'done-before';

/** One try of a job on one chip. It begins when the station accepts the chip for this job. */
export interface UnitTry {
  readonly run: string;
  readonly chipId: string;
  readonly serial?: string | undefined;
  /** ISO 8601. */
  readonly at: string;
  /** SHA-256 of each content that only this unit has. */
  readonly content?: readonly string[] | undefined;
  /** Undefined until the try has ended. */
  readonly result?: Exclude<UnitResult, 'done-before'> | undefined;
  /** A unit of this process has chosen this, and the journal was read before it had it. It has no part in the counts. */
  readonly reserved?: true | undefined;
}

/** The tries of all chips with one job, oldest first, and the latest pass of this chip by another job. */
export interface UnitsBefore {
  readonly tries: readonly UnitTry[];
  /** The newest pass of this chip by another job. */
  readonly otherPass?: { readonly job: string; readonly title: string; readonly at: string } | undefined;
}

/** `again`: this job has begun with this chip before. */
export type UnitStart =
  | { readonly kind: 'done-before'; readonly at: string; readonly serial?: string | undefined }
  | { readonly kind: 'begin'; readonly serial?: string | undefined; readonly again: boolean };

export type UnitFault =
  | 'job/three-fails'
  | 'job/other-job'
  | 'job/in-work'
  | 'job/quantity-used'
  | 'job/serial-missing'
  | 'job/serial-malformed'
  | 'job/serial-not-asked'
  | 'job/serial-used'
  | 'job/serial-differs'
  | 'job/serials-used';

/** Most tries of one job on one chip. */
const mostTries = 3;

const serialAt = ({ prefix, width }: Extract<SerialRule, { from: 'counter' }>, number: number): string => `${prefix}${String(number).padStart(width, '0')}`;

function nextSerial(job: Job, rule: Exclude<SerialRule, { from: 'given' }>, used: ReadonlySet<string>): Result<string, 'job/serials-used'> {
  if (rule.from === 'list') {
    const free = rule.values.find((value) => !used.has(value));
    return free === undefined ? err(fault('job/serials-used', { job: job.title, count: rule.values.length })) : ok(free);
  }
  for (let number = rule.first; ; number++) {
    const serial = serialAt(rule, number);
    if (serial.length > rule.prefix.length + rule.width) return err(fault('job/serials-used', { job: job.title, count: number - rule.first }));
    if (!used.has(serial)) return ok(serial);
  }
}

/** The fault of a serial number that another chip has. What the journal says of that chip goes before a reservation. @param tries those with this number */
export function serialUsed(serial: string, tries: readonly UnitTry[]): Fault<'job/serial-used'> | undefined {
  const other = tries.findLast(({ reserved }) => reserved !== true) ?? tries.at(-1);
  return other === undefined ? undefined : fault('job/serial-used', { serial, chipId: other.chipId, at: other.at, result: other.result });
}

type SerialFault = Extract<UnitFault, `job/serial${string}`>;

/** Serial numbers that a label and a scanner can carry. */
export const serialForm = /^[\x21-\x7e](?:[\x20-\x7e]{0,62}[\x21-\x7e])?$/;

/**
 * The serial number of a unit: that of its first try, the given number, or the next one of the job.
 * @param chipId empty when no chip is known yet: then it tells whether a chip without an earlier try could have the
 *   number
 * @param given the scanned number
 */
export function serialOf(job: Job, tries: readonly UnitTry[], chipId: string, given: string | undefined): Result<string | undefined, SerialFault> {
  const { serial: rule, title } = job;
  const notAsked = (serial: string, why: string): Result<never, 'job/serial-not-asked'> => err(fault('job/serial-not-asked', { job: title, serial, why }));
  if (given !== undefined && given !== '' && !serialForm.test(given)) return err(fault('job/serial-malformed', { serial: given }));
  if (rule === undefined) return given === undefined ? ok(undefined) : notAsked(given, 'The job has no serial numbers.');
  const before = tries.findLast((one) => one.chipId === chipId)?.serial;
  if (before !== undefined) return given === undefined || given === before ? ok(before) : err(fault('job/serial-differs', { serial: given, before, chipId }));
  const used = given === undefined ? undefined : serialUsed(given, tries.filter(({ serial }) => serial === given));
  if (used !== undefined) return err(used);
  if (rule.from === 'given') return given === undefined || given === '' ? err(fault('job/serial-missing', { job: title })) : ok(given);
  if (given === undefined) return nextSerial(job, rule, new Set(tries.flatMap(({ serial }) => (serial === undefined ? [] : [serial]))));
  if (rule.from === 'counter') return notAsked(given, 'The job counts its serial numbers itself.');
  return rule.values.includes(given) ? ok(given) : notAsked(given, 'It is not in the list of the job.');
}

/** Counts passes and open tries of the journal. Their sum never exceeds the quantity. */
export function countUnits(tries: readonly UnitTry[]): { readonly passed: number; readonly open: number } {
  const count = (wanted: UnitTry['result']): number => tries.filter(({ result, reserved }) => reserved !== true && result === wanted).length;
  return { passed: count('pass'), open: count(undefined) };
}

/**
 * Whether a job may begin with a chip now, and with which serial number.
 * @param given the scanned serial number; undefined when nothing was scanned
 */
export function startUnit(job: Job, { tries, otherPass }: UnitsBefore, chipId: string, given?: string): Result<UnitStart, UnitFault> {
  const own = tries.filter((one) => one.chipId === chipId);
  const pass = own.findLast(({ result }) => result === 'pass');
  if (pass !== undefined) return ok({ kind: 'done-before', at: pass.at, serial: pass.serial });
  if (own.some(({ result }) => result === undefined)) return err(fault('job/in-work', { chipId }));
  if (otherPass !== undefined && job.follows?.includes(otherPass.job) !== true) return err(fault('job/other-job', { chipId, job: otherPass.title, at: otherPass.at }));
  if (own.length >= mostTries) return err(fault('job/three-fails', { chipId, tries: own.length }));
  const { passed, open } = countUnits(tries);
  if (job.quantity > 0 && passed + open >= job.quantity) return err(fault('job/quantity-used', { job: job.title, quantity: job.quantity, passed, open }));
  const serial = serialOf(job, tries, chipId, given);
  return serial.ok ? ok({ kind: 'begin', serial: serial.value, again: own.length > 0 }) : serial;
}
