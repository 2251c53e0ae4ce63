import { setImmediate as turn } from 'node:timers/promises';

/** Bytes after garbage collection: used memory, and memory of the process. */
export interface Sample {
  readonly allocated: number;
  readonly resident: number;
}

/** @param collect `gc` of `--expose-gc` */
export async function sample(collect: () => void): Promise<Sample> {
  // Objects of this turn of the event loop become free only after the turn. The second collection returns array buffers.
  await turn();
  collect();
  collect();
  const { heapUsed, external, rss } = process.memoryUsage();
  // `external` counts array buffers too.
  return { allocated: heapUsed + external, resident: rss };
}

export interface MemoryVerdict {
  readonly flat: boolean;
  /** Growth as a share of `before`, which is in bytes. */
  readonly growth: number;
  readonly before: Sample;
  readonly after: Sample;
}

/** Most growth after the warm-up. */
const limit = 0.1;
/** The samples are divided into this many parts. The first part is the warm-up: compiled code, and tables that are made at first use. */
const parts = 5;
/** Fewest samples in a part. With fewer, the two chips that are served at that moment would decide the result. */
const fewest = 10;

function mean(samples: readonly Sample[]): Sample {
  const sum = (of: (one: Sample) => number): number => samples.reduce((all, one) => all + of(one), 0) / samples.length;
  return { allocated: sum(({ allocated }) => allocated), resident: sum(({ resident }) => resident) };
}

/** Compares the last fifth with the one after the warm-up; undefined when there are too few samples. */
export function judgeMemory(samples: readonly Sample[]): MemoryVerdict | undefined {
  const part = Math.floor(samples.length / parts);
  if (part < fewest) return undefined;
  const before = mean(samples.slice(part, 2 * part));
  const after = mean(samples.slice(-part));
  const growth = after.allocated / before.allocated - 1;
  return { flat: growth <= limit, growth, before, after };
}
