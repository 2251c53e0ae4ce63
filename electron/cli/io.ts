import { visible, visibleJson, visibleLines } from '../../core/result/visible.ts';
import type { Fault } from '../../core/result/fault.ts';
import { say, sayLine } from '../../core/result/say.ts';
import type { Answered } from './command.ts';

export const exitCodes = { done: 0, failed: 1, usage: 2, link: 3, chip: 4 } as const;

/**
 * Where a command writes: the result to stdout, progress and warnings to stderr. Commands write through the functions below, which
 * replace invisible characters in names from files.
 */
export interface Io {
  readonly json: boolean;
  readonly quiet: boolean;
  /** Adds data to the JSON of a command that fails later, beside the error. */
  attach(json: object): void;
  readonly attached: () => object;
  out(text: string): void;
  err(text: string): void;
}

/** Faults caused by the user's input, in whatever part of core they are found. */
const usageCodes: ReadonlySet<string> = new Set([
  'object/bad-id',
  'object/tagged-anchor',
  'object/not-tagged',
  'update/bad-option',
  'update/unknown-option',
  'update/repeated-option',
  'update/missing-option',
  'metadata/bad-json',
  'slot/unknown',
  'slot/name-refused',
]);

/** Faults of a slot in which no board answers. */
const noBoard: ReadonlySet<string> = new Set(['slot/missing', 'slot/several-boards', 'slot/other-board']);

/** A line for people. */
const lineOf = (line: string): string => `${visible(line)}\n`;

function exitCodeOf(fault: Fault): number {
  const room = fault.code.slice(0, fault.code.indexOf('/'));
  // The chip refused, or the rehearsal predicts that it will. The chip's error code is printed.
  if (/^0x80/.test(say(fault).raw ?? '')) return exitCodes.chip;
  if (room === 'usage') return exitCodes.usage;
  if (usageCodes.has(fault.code)) return exitCodes.usage;
  return room === 'port' || room === 'link' || room === 'frame' || noBoard.has(fault.code) ? exitCodes.link : exitCodes.failed;
}

/** `error: <code>: <sentence>`, then `hint: …`. @returns the exit code */
export function tellError(fault: Fault, err: Io['err']): number {
  err(lineOf(`error: ${fault.code}: ${sayLine(fault)}`));
  err(lineOf(`hint: ${say(fault).todo}`));
  return exitCodeOf(fault);
}

/** Writes an error to stderr; with --json also to stdout. @returns the exit code */
export function tellFault(io: Io, fault: Fault): number {
  const error = { code: fault.code, message: sayLine(fault), hint: say(fault).todo };
  if (io.json) io.out(`${visibleJson({ ...io.attached(), error })}\n`);
  return tellError(fault, (text) => io.err(text));
}

/** Writes the result of a command: JSON with --json, otherwise lines for people. --quiet hides progress, but not the result. */
export function answer(io: Io, { json, lines, text }: Answered): void {
  if (io.json) return io.out(`${visibleJson(json, 2)}\n`);
  for (const line of lines) io.out(lineOf(line));
  if (text !== undefined) io.out(`${visibleLines(text.trimEnd())}\n`);
}

export function progress(io: Io, line: string): void {
  if (!io.quiet) tell(io, line);
}

export function warn(io: Io, line: string): void {
  tell(io, `warning: ${line}`);
}

/** Writes a line to stderr, even with --quiet. */
export function tell(io: Io, line: string): void {
  io.err(lineOf(line));
}

/** Makes rows with aligned columns. */
export function table(cells: readonly (readonly string[])[]): string[] {
  const rows = cells.map((row) => row.map(visible));
  const widths = rows.reduce<number[]>((most, row) => row.map((cell, i) => Math.max(most[i] ?? 0, cell.length)), []);
  return rows.map((row) => row.map((cell, i) => cell.padEnd(widths[i] ?? 0)).join('  ').trimEnd());
}
