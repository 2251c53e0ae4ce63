import { Session, type Profiler } from 'node:inspector';

/** A block of code with its seen counts: one bit for each power of two. */
interface Block {
  readonly start: number;
  end: number;
  seen: number;
}

const bucketOf = (count: number): number => (count === 0 ? 0 : 1 << Math.min(15, 31 - Math.clz32(count)));

/** Returns the count of the innermost range at a position. V8 lists ranges from the outside to the inside. */
const countAt = (ranges: readonly Profiler.CoverageRange[], place: number): number =>
  ranges.findLast(({ startOffset, endOffset }) => startOffset <= place && place < endOffset)?.count ?? 0;

/**
 * Which blocks of our own code ran, from V8's precise coverage. Start it before the code is loaded, because functions
 * that were compiled before have no blocks. V8 omits a block that ran as often as its surrounding block. When such a
 * block first appears, it gets the counts of the surrounding one.
 */
export class BlockCoverage {
  readonly #session = new Session();
  readonly #own: (url: string) => boolean;
  readonly #functions = new Map<string, Block[]>();

  constructor(own: (url: string) => boolean) {
    this.#own = own;
  }

  start(): void {
    this.#session.connect();
    this.#session.post('Profiler.enable');
    this.#session.post('Profiler.startPreciseCoverage', { callCount: true, detailed: true });
  }

  stop(): void {
    this.#session.post('Profiler.stopPreciseCoverage');
    this.#session.disconnect();
  }

  /** Number of blocks that ran at least once for kept inputs. */
  get reached(): number {
    return [...this.#functions.values()].flat().filter(({ seen }) => seen !== 0).length;
  }

  /** Forgets the counts since the last call and everything known, for the next parser. */
  reset(): void {
    this.#take();
    this.#functions.clear();
  }

  /** Whether a block ran since the last call that no kept input had reached. Keeps nothing. */
  looksNew(): boolean {
    return this.#take().some((found) => this.#blocks(found).some((block) => block.seen === 0 && countAt(found.ranges, block.start) > 0));
  }

  /** Keeps the counts since the last call. @returns whether a block, or its number of runs, is new */
  keep(): boolean {
    let fresh = false;
    for (const found of this.#take()) {
      for (const block of this.#blocks(found)) {
        const bucket = bucketOf(countAt(found.ranges, block.start));
        if ((bucket & ~block.seen) === 0) continue;
        block.seen |= bucket;
        fresh = true;
      }
    }
    return fresh;
  }

  #take(): (Profiler.FunctionCoverage & { readonly key: string })[] {
    let scripts: readonly Profiler.ScriptCoverage[] = [];
    // The answer comes synchronously, because the session is in this thread.
    this.#session.post('Profiler.takePreciseCoverage', (error, { result }) => { if (error === null) scripts = result; });
    return scripts.filter(({ url }) => this.#own(url)).flatMap(({ scriptId, functions }) =>
      functions.filter(({ isBlockCoverage, ranges }) => isBlockCoverage && (ranges[0]?.count ?? 0) > 0).map((found) => ({ ...found, key: `${scriptId} ${found.ranges[0]?.startOffset} ${found.ranges[0]?.endOffset}` })));
  }

  #blocks({ key, ranges }: { readonly key: string; readonly ranges: readonly Profiler.CoverageRange[] }): Block[] {
    const blocks = this.#functions.get(key) ?? [];
    this.#functions.set(key, blocks);
    for (const { startOffset: start, endOffset: end } of ranges) {
      const known = blocks.find((block) => block.start === start);
      // The end of a block is not certain: V8 joins it with the next one while both run equally often.
      if (known !== undefined) {
        known.end = Math.max(known.end, end);
        continue;
      }
      const around = blocks.filter((block) => block.start <= start && end <= block.end);
      const innermost = around.reduce<Block | undefined>((a, b) => (a === undefined || b.end - b.start < a.end - a.start ? b : a), undefined);
      blocks.push({ start, end, seen: innermost?.seen ?? 0 });
    }
    return blocks;
  }
}
