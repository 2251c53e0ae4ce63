import { fault } from '../result/fault.ts';
import { err, ok, type Result } from '../result/result.ts';
import type { Job } from './job.ts';
import { otherLayouts, type MeantByLayout } from './keyboardLayouts.ts';
import { serialForm, serialOf, type UnitFault, type UnitTry } from './units.ts';

/** What a scanner sent, without its Enter. */
export interface Scan {
  readonly text: string;
  /** The scan had no Enter, or arrived in pieces. */
  readonly broken?: boolean | undefined;
  /** ms of any clock */
  readonly at: number;
}

/** The scan before this one, and its result: taken, or the code of its fault. */
export interface LastScan {
  readonly text: string;
  readonly at: number;
  readonly became: 'taken' | ScanFault;
}

/** What the rules for scans need to know of a slot. */
export interface ScanSlot {
  readonly number: number;
  readonly chipId?: string | undefined;
  /**
   * Time at which the slot's chip began to wait for a serial number, in ms of the clock of the scans; undefined when
   * it does not wait.
   */
  readonly waits?: number | undefined;
  /** Serial number of the slot's chip, if that chip failed and may be tried again. */
  readonly failed?: string | undefined;
}

export interface ScanSituation {
  readonly job: Job;
  /** The tries of the journal, and the units that are being worked on. */
  readonly tries: readonly UnitTry[];
  readonly slots: readonly ScanSlot[];
  /** The serial number that waits for the next chip. */
  readonly kept?: string | undefined;
  readonly last?: LastScan | undefined;
}

/** Either a slot begins with the serial number, or the number waits for the next chip. */
export type ScanTaken = { readonly kind: 'start'; readonly slot: number; readonly serial: string } | { readonly kind: 'keep'; readonly serial: string };

export type ScanFault = 'scan/broken' | 'scan/doubled' | 'scan/repeated' | 'scan/layout' | 'scan/caps-lock' | 'scan/kept' | Extract<UnitFault, `job/serial${string}`>;

/** If the same text comes again within this time, the same label was scanned twice by mistake. ms */
const repeatMs = 2_000;
/** If the same text comes again within this time after it was refused, the person insists on it. ms */
const insistMs = 60_000;
/** Shorter halves repeat by chance: 4242 is a serial number, not 42 scanned twice. */
const leastHalf = 3;

const half = (text: string): string => text.slice(0, text.length / 2);
const isTwice = (text: string): boolean => text.length % 2 === 0 && text === half(text).repeat(2);

/** Serial numbers with which a scanned text can be compared. */
function knownSerials({ serial: rule }: Job, tries: readonly UnitTry[]): readonly string[] {
  return rule?.from === 'list' ? rule.values : [...new Set(tries.flatMap(({ serial }) => serial ?? []))];
}

function commonStart(texts: readonly string[]): string {
  const [first = '', ...others] = texts;
  let length = first.length;
  while (!others.every((one) => one.startsWith(first.slice(0, length)))) length -= 1;
  return first.slice(0, length).replace(/\d+$/, '');
}

type Fits = (text: string) => boolean;

/**
 * Returns a test: whether a text looks like a serial number of this job. It is in the job's list, or begins like all
 * known ones (at least two).
 */
function looksRight({ serial: rule }: Job, known: readonly string[]): Fits {
  if (rule?.from === 'list') return (text) => rule.values.includes(text);
  const start = known.length < 2 ? '' : commonStart(known);
  return (text) => serialForm.test(text) && text.startsWith(start);
}

/** Finds line ends and tabs in a text. Two equal lines are a label that was read twice; anything else is a broken scan. */
function inPieces(text: string): 'scan/broken' | 'scan/doubled' | undefined {
  const pieces = text.split(/[\r\n\t]+/).filter((piece) => piece !== '');
  if (pieces.length === 1 && pieces[0] === text) return undefined;
  return pieces.length === 2 && pieces[0] === pieces[1] ? 'scan/doubled' : 'scan/broken';
}

/**
 * Whether a text has no digit, and characters that are rare on labels: on a French keyboard, the digit keys without Shift
 * give such characters.
 */
const looksTyped = (text: string): boolean => !/\d/.test(text) && /[^0-9A-Za-z._/ -]/.test(text);
const isPlain = (text: string): boolean => /\d/.test(text) && /^[0-9A-Za-z._/ -]+$/.test(text);

/** The text as another keyboard layout gives it, if the text cannot be right in this layout. */
function otherLayout(text: string, fits: Fits, known: readonly string[]): MeantByLayout | undefined {
  const right = serialForm.test(text) && fits(text);
  if (right && known.length > 0) return undefined;
  if (right && !looksTyped(text)) return undefined;
  return otherLayouts(text).find(({ meant }) => fits(meant) && (!right || isPlain(meant)));
}

/** The text of a scan if Caps Lock is switched. */
const swapCase = (text: string): string => text.replace(/[A-Za-z]/g, (letter) => (letter === letter.toUpperCase() ? letter.toLowerCase() : letter.toUpperCase()));

/** Whether upper and lower case matter: all numbers are known, or all begin with the same letters (two or more). */
const hasOneCase = ({ serial: rule }: Job, known: readonly string[]): boolean => rule?.from === 'list' || commonStart(known).replace(/[^A-Za-z]/g, '').length >= 2;

const broken = (text: string, why: string): Result<never, 'scan/broken'> => err(fault('scan/broken', { text, why }));

/** Whether the scanner read the whole label and sent it unchanged. The journal's serial numbers are used only for their form. */
function checkReading(text: string, { job, tries }: ScanSituation): Result<void, 'scan/broken' | 'scan/doubled' | 'scan/layout' | 'scan/caps-lock'> {
  if (text === '') return broken(text, 'Only the Enter came.');
  const pieces = inPieces(text);
  if (pieces === 'scan/doubled') return err(fault('scan/doubled', { text, once: text.split(/[\r\n\t]+/)[0] ?? '' }));
  if (pieces === 'scan/broken') return broken(text, 'It came in pieces.');
  const known = knownSerials(job, tries);
  const fits = looksRight(job, known);
  const meant = otherLayout(text, fits, known);
  if (meant !== undefined) return err(fault('scan/layout', { text, ...meant }));
  const otherCase = swapCase(text);
  if (!fits(text) && fits(otherCase) && hasOneCase(job, known)) return err(fault('scan/caps-lock', { text, meant: otherCase }));
  if (/[^\x20-\x7e]/.test(text)) return err(fault('scan/layout', { text }));
  return checkWhole(text, job, known, fits);
}

/** Whether the text is exactly one serial number: not two of them, and not a part of one. */
function checkWhole(text: string, { serial: rule }: Job, known: readonly string[], fits: Fits): Result<void, 'scan/broken' | 'scan/doubled'> {
  const once = half(text);
  const single = rule?.from === 'list' ? fits(once) && !fits(text) : once.length >= leastHalf && !known.some((one) => one.length === text.length);
  if (isTwice(text) && single) return err(fault('scan/doubled', { text, once }));
  const part = known.find((one) => one.startsWith(text) || one.endsWith(text));
  const short = known.length > 0 && known.every((one) => one.length > text.length);
  if (short && (part !== undefined || !fits(text))) return broken(text, `It is shorter than every other serial number of the job${part === undefined ? '' : `, and a part of ${part}`}.`);
  return ok(undefined);
}

/**
 * The slot that gets a serial number: the one whose chip failed with this number, otherwise the one that has waited longest. A chip
 * keeps its number.
 */
function slotFor(text: string, slots: readonly ScanSlot[]): ScanSlot | undefined {
  const failed = slots.find((slot) => slot.failed === text);
  const waiting = slots.filter(({ waits }) => waits !== undefined).sort((a, b) => (a.waits ?? 0) - (b.waits ?? 0));
  return failed ?? waiting[0];
}

/** Whether the person scans a new number again after it was refused because another number waits. */
const insists = (text: string, at: number, last: LastScan | undefined): boolean => last?.became === 'scan/kept' && last.text === text && at - last.at >= repeatMs && at - last.at < insistMs;

/**
 * When no slot waits, the number is kept for the next chip. The number of a chip that did not pass may be scanned
 * again for that chip.
 */
function keep({ text, at }: Scan, { job, tries, kept, last }: ScanSituation): Result<ScanTaken, ScanFault> {
  const other = tries.findLast(({ serial }) => serial === text);
  const again = other?.result === 'fail' || other?.result === 'check';
  const free = again ? ok(text) : serialOf(job, tries, '', text);
  if (!free.ok) return free;
  if (kept !== undefined && kept !== text && !insists(text, at, last)) return err(fault('scan/kept', { text, kept }));
  return ok({ kind: 'keep', serial: text });
}

/**
 * Decides whether a scanned text is a serial number, and for which slot. It uses the rules by which a unit begins, before any board
 * is touched. If no slot waits, the number is kept for the next chip. To replace a kept number, another number must be scanned
 * twice, at least two seconds apart; the first scan is answered with the number that waits.
 */
export function takeScan(scan: Scan, situation: ScanSituation): Result<ScanTaken, ScanFault> {
  const { text, at } = scan;
  const { job, tries, slots, last } = situation;
  if (scan.broken === true) return broken(text, 'The Enter at its end is missing, or it came in pieces.');
  // A job that takes no scanned numbers refuses every scan with that reason.
  if (job.serial === undefined || job.serial.from === 'counter') return keep(scan, situation);
  if (last?.became === 'taken' && last.text === text && at - last.at < repeatMs) return err(fault('scan/repeated', { text }));
  const read = checkReading(text, situation);
  if (!read.ok) return read;
  const slot = slotFor(text, slots);
  if (slot === undefined) return keep(scan, situation);
  const serial = serialOf(job, tries, slot.chipId ?? '', text);
  return serial.ok ? ok({ kind: 'start', slot: slot.number, serial: text }) : serial;
}
