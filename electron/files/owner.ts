import { readFileSync } from 'node:fs';
import { hostname } from 'node:os';
import { runsNow } from './reasons.ts';

/** The process that a lock or an unfinished file belongs to. `started`: its start in the system's ticks, where the system tells. */
export interface Owner {
  readonly pid: number;
  readonly started: string;
  readonly host: string;
  readonly token: string;
}

/** One of another computer, or whose process number may be another's by now, counts as gone after this time. ms */
const longestUnsureMs = 600_000;

/** When a process started, so that its number is not taken for that of an older one. Empty where it is not known. */
function startOf(pid: number): string {
  try {
    const text = readFileSync(`/proc/${pid}/stat`, 'utf8');
    return text.slice(text.lastIndexOf(')') + 2).split(' ')[19] ?? '';
  } catch {
    return '';
  }
}

/** This process. @param token of the one lock or file */
export const thisOwner = (token: string): Owner => ({ pid: process.pid, started: startOf(process.pid), host: hostname(), token });

/** Undefined when a value is not an owner. */
export function readOwner(value: unknown): Owner | undefined {
  if (typeof value !== 'object' || value === null) return undefined;
  const { pid, started, host, token } = value as Record<string, unknown>;
  if (typeof pid !== 'number' || !Number.isInteger(pid)) return undefined;
  return typeof started === 'string' && typeof host === 'string' && typeof token === 'string' ? { pid, started, host, token } : undefined;
}

/** Whether the process has ended. @param ageMs of what it made */
export function isGone({ pid, started, host }: Owner, ageMs: number): boolean {
  if (host !== hostname()) return ageMs > longestUnsureMs;
  if (!runsNow(pid)) return true;
  const now = startOf(pid);
  return started === '' || now === '' ? ageMs > longestUnsureMs : started !== now;
}
