import type { Fault } from '../../core/result/fault.ts';
import { say, sayLine } from '../../core/result/say.ts';

export const exitCodes = { done: 0, failed: 1, usage: 2, link: 3, chip: 4 } as const;

/** Where a command writes. stdout is for the answer alone; progress and warnings go to stderr. */
export interface Io {
  readonly json: boolean;
  readonly quiet: boolean;
  /** What stands beside the error in the JSON of a command that failed half-way. */
  attach(json: object): void;
  readonly attached: () => object;
  out(text: string): void;
  err(text: string): void;
}

/** What was typed is wrong, whatever room says so. */
const usageCodes: ReadonlySet<string> = new Set([
  'object/bad-id',
  'update/bad-option',
  'update/unknown-option',
  'update/repeated-option',
  'update/missing-option',
  'metadata/bad-json',
]);

export function exitCodeOf(fault: Fault): number {
  const room = fault.code.slice(0, fault.code.indexOf('/'));
  // What the chip said, or would have said: its code is shown.
  if (/^0x80/.test(say(fault).raw ?? '')) return exitCodes.chip;
  if (room === 'usage') return exitCodes.usage;
  if (usageCodes.has(fault.code)) return exitCodes.usage;
  return room === 'port' || room === 'link' || room === 'frame' ? exitCodes.link : exitCodes.failed;
}

/** `error: <code>: <sentence>`, then `hint: …`; with --json the same on stdout. */
export function tellFault(io: Io, fault: Fault): number {
  const { todo } = say(fault);
  const message = sayLine(fault);
  io.err(`error: ${fault.code}: ${message}\n`);
  io.err(`hint: ${todo}\n`);
  if (io.json) io.out(`${JSON.stringify({ ...io.attached(), error: { code: fault.code, message, hint: todo } })}\n`);
  return exitCodeOf(fault);
}

/** The answer of a command: JSON with --json, else lines for people. --quiet silences progress, not the answer. */
export function answer(io: Io, json: unknown, lines: () => readonly string[]): void {
  if (io.json) io.out(`${JSON.stringify(json, undefined, 2)}\n`);
  else for (const line of lines()) io.out(`${line}\n`);
}

export function progress(io: Io, line: string): void {
  if (!io.quiet) io.err(`${line}\n`);
}

export function warn(io: Io, line: string): void {
  io.err(`warning: ${line}\n`);
}

/** Rows with columns aligned. */
export function table(rows: readonly (readonly string[])[]): string[] {
  const widths = rows.reduce<number[]>((most, row) => row.map((cell, i) => Math.max(most[i] ?? 0, cell.length)), []);
  return rows.map((row) => row.map((cell, i) => cell.padEnd(widths[i] ?? 0)).join('  ').trimEnd());
}
