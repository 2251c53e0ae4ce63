import { writeFileSync } from 'node:fs';
import { megabytes } from './megabytes.ts';
import { parsers } from './parsers/index.ts';

/** What a parser took for its worst megabyte. */
export interface Weighed {
  readonly name: string;
  readonly memoryMB: number;
  readonly memoryOf: string;
  readonly ms: number;
  readonly msOf: string;
}

/** The high-water mark of this whole process, MB. */
const mark = (): number => process.resourceUsage().maxRSS / 1024;
export const held = (): number => process.memoryUsage.rss() / 2 ** 20;
/** Processor time of this process, ms: a busy machine makes a parser wait, and not slower. */
const spent = (): number => (({ user, system }) => (user + system) / 1000)(process.cpuUsage());

/** Lowers the mark to what is held now. @returns whether this system can; then one process can weigh several parsers */
function lowerMark(): boolean {
  try {
    writeFileSync('/proc/self/clear_refs', '5');
    return mark() - held() < 5;
  } catch {
    return false;
  }
}

/** More held than at the start, MB: what is free in it would hide what the next parser takes. */
const mostKept = 25;

/** Whether the next parser can be weighed in this process too. @param first what was held at its start, MB */
export function stillFresh(first: number): boolean {
  globalThis.gc?.();
  return lowerMark() && held() - first < mostKept;
}

/**
 * Weighs one parser in this process, which must be a fresh one with --expose-gc: how far the high-water mark went above
 * what was held before. What the collector has not taken yet counts too, since the machine must hold it.
 * @param onInput hears of each megabyte before it is tried
 */
export function weigh(name: string, onInput: (what: string) => void): Weighed {
  const parse = parsers[name] ?? (() => undefined);
  let [memoryMB, memoryOf, ms, msOf] = [0, '', 0, ''];
  for (const [what, make] of Object.entries(megabytes)) {
    onInput(what);
    const input = make();
    globalThis.gc?.();
    lowerMark();
    const before = held();
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
