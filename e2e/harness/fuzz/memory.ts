import { writeFileSync } from 'node:fs';
import { megabytes } from './megabytes.ts';
import { parsers } from './parsers/index.ts';

/** The memory of a parser for its worst megabyte. */
export interface Weighed {
  readonly name: string;
  readonly memoryMB: number;
  readonly memoryOf: string;
  readonly ms: number;
  readonly msOf: string;
}

/** The highest memory use of this whole process, MB. */
const mark = (): number => process.resourceUsage().maxRSS / 1024;
export const resident = (): number => process.memoryUsage.rss() / 2 ** 20;
/** Processor time of this process, ms. On a busy machine a parser waits longer, but uses no more processor time. */
const spent = (): number => (({ user, system }) => (user + system) / 1000)(process.cpuUsage());

/** Resets the highest value to the present use. @returns whether this system supports it; then one process can measure several parsers */
function lowerMark(): boolean {
  try {
    writeFileSync('/proc/self/clear_refs', '5');
    return mark() - resident() < 5;
  } catch {
    return false;
  }
}

/** Largest allowed growth since the start, MB. Memory that is free again would hide what the next parser uses. */
const mostKept = 25;

/** Whether the next parser can be measured in this process too. @param first the memory at its start, MB */
export function stillFresh(first: number): boolean {
  globalThis.gc?.();
  return lowerMark() && resident() - first < mostKept;
}

/**
 * Measures one parser: how far the highest memory use rose above the use before. This process must be new, with
 * --expose-gc. Garbage that is not collected yet counts too, because the machine must hold it.
 * @param onInput called with each megabyte before it is tried
 */
export function weigh(name: string, onInput: (what: string) => void): Weighed {
  const parse = parsers[name] ?? (() => undefined);
  let [memoryMB, memoryOf, ms, msOf] = [0, '', 0, ''];
  for (const [what, make] of Object.entries(megabytes)) {
    onInput(what);
    const input = make();
    globalThis.gc?.();
    lowerMark();
    const before = resident();
    const marked = mark();
    const [cpu, started] = [spent(), performance.now()];
    parse(input);
    const took = Math.min(spent() - cpu, performance.now() - started);
    if (took > ms) [ms, msOf] = [took, what];
    const grown = mark() > marked ? mark() - before : 0;
    if (grown > memoryMB) [memoryMB, memoryOf] = [grown, what];
  }
  return { name, memoryMB, memoryOf, ms, msOf };
}
