import { readFileSync } from 'node:fs';
import { hostname } from 'node:os';
import { orNothing, runsNow } from './reasons.ts';

/** The process that owns a lock or an unfinished file. `started`: its start time in the system's ticks, if known. */
export interface Owner {
  readonly pid: number;
  readonly started: string;
  readonly host: string;
  readonly token: string;
}

/** After this time, an owner counts as gone if it is on another computer or cannot be identified. ms */
const longestUnsureMs = 600_000;

function readStart(pid: number): string {
  const text = orNothing(() => readFileSync(`/proc/${pid}/stat`, 'utf8')) ?? '';
  return text.slice(text.lastIndexOf(')') + 2).split(' ')[19] ?? '';
}

/** The start time of this process does not change, and the journal's lock asks for it at every line. */
let ownStart: string | undefined;

/** Start time of a process; empty when unknown. It distinguishes the process from an older process with the same number. */
const startOf = (pid: number): string => (pid === process.pid ? (ownStart ??= readStart(pid)) : readStart(pid));

/** Describes this process as an owner. @param token identifies one lock or file */
export const thisOwner = (token: string): Owner => ({ pid: process.pid, started: startOf(process.pid), host: hostname(), token });

/** Reads an owner; undefined when the value is not an owner. */
export function readOwner(value: unknown): Owner | undefined {
  if (typeof value !== 'object' || value === null) return undefined;
  const { pid, started, host, token } = value as Record<string, unknown>;
  if (typeof pid !== 'number' || !Number.isInteger(pid)) return undefined;
  return typeof started === 'string' && typeof host === 'string' && typeof token === 'string' ? { pid, started, host, token } : undefined;
}

/** Whether something was made more than this time ago. A time to come is from a clock that was ahead, and is as far away. ms */
export const isOlder = (ageMs: number, thanMs: number): boolean => Math.abs(ageMs) > thanMs;

/** Whether the process has ended. @param ageMs age of the lock or file */
export function isGone({ pid, started, host }: Owner, ageMs: number): boolean {
  if (host !== hostname()) return isOlder(ageMs, longestUnsureMs);
  if (!runsNow(pid)) return true;
  const now = startOf(pid);
  return started === '' || now === '' ? isOlder(ageMs, longestUnsureMs) : started !== now;
}
