import { setImmediate as turn } from 'node:timers/promises';

/** Bytes after a collection: what is held, and what the process has. */
export interface Sample {
  readonly held: number;
  readonly resident: number;
}

/** @param collect `gc` of `--expose-gc` */
export async function sample(collect: () => void): Promise<Sample> {
  // What ended in this very turn is free only after it; array buffers are given back by the second collection.
  await turn();
  collect();
  collect();
  const { heapUsed, external, rss } = process.memoryUsage();
  // `external` counts array buffers too.
  return { held: heapUsed + external, resident: rss };
}

export interface MemoryVerdict {
  readonly flat: boolean;
  /** Growth as a part of `before`; bytes. */
  readonly growth: number;
  readonly before: Sample;
  readonly after: Sample;
}

/** The most that may be added after the warm-up. */
const limit = 0.1;
/** The first fifth warms up: compiled code and tables that are made when they are first used. */
const parts = 5;
/** Samples in each part, or what two chips happen to hold just then would decide. */
const fewest = 10;

function mean(samples: readonly Sample[]): Sample {
  const sum = (of: (one: Sample) => number): number => samples.reduce((all, one) => all + of(one), 0) / samples.length;
  return { held: sum(({ held }) => held), resident: sum(({ resident }) => resident) };
}

/** Compares the last fifth with the one after the warm-up; undefined when there are too few samples to say. */
export function judgeMemory(samples: readonly Sample[]): MemoryVerdict | undefined {
  const part = Math.floor(samples.length / parts);
  if (part < fewest) return undefined;
  const before = mean(samples.slice(part, 2 * part));
  const after = mean(samples.slice(-part));
  const growth = after.held / before.held - 1;
  return { flat: growth <= limit, growth, before, after };
}
