import type { Parser } from '../parsers/parser.ts';
import type { BlockCoverage } from './coverage.ts';
import { Dice, mutate, type Stock } from './mutate.ts';

export interface SearchOptions {
  readonly parse: Parser;
  /** Guides the search; without it, every mutant is made from a seed. */
  readonly coverage?: BlockCoverage;
  readonly seeds: readonly Uint8Array[];
  readonly tokens: readonly Uint8Array[];
  readonly seed: number;
  /** Called after each batch. @returns whether the search continues */
  readonly goesOn: (runs: number) => boolean;
  /** Receives every input before it runs, so that a hanging input is known to the other thread. */
  readonly onInput?: (bytes: Uint8Array) => void;
}

export interface Found {
  readonly why: string;
  readonly bytes: Uint8Array;
}

export interface Searched {
  readonly runs: number;
  readonly seedBlocks: number;
  readonly blocks: number;
  readonly slowestMs: number;
  readonly found?: Found;
}

/**
 * Inputs per measurement of the coverage. A measurement costs as much as hundreds of inputs, so there are more inputs
 * while little is new, and fewer while much is.
 */
const batchSizes = { least: 16, most: 1024 };
const longestMs = 1000;
const mostShrinks = 400;

class Search {
  readonly #options: SearchOptions;
  readonly #dice: Dice;
  readonly #corpus: Uint8Array[];
  runs = 0;
  slowestMs = 0;
  found: Found | undefined;

  constructor(options: SearchOptions) {
    this.#options = options;
    this.#dice = new Dice(options.seed);
    this.#corpus = options.seeds.length === 0 ? [new Uint8Array()] : [...options.seeds];
  }

  /** Returns what is wrong with an input; undefined when nothing is. */
  #wrong(bytes: Uint8Array): string | undefined {
    this.#options.onInput?.(bytes);
    this.runs += 1;
    const started = performance.now();
    try {
      // A copy, so that a parser that changes its input does not damage the corpus.
      this.#options.parse(bytes.slice());
    } catch (thrown) {
      return thrown instanceof Error ? `${thrown.name}: ${thrown.message.slice(0, 100)}` : 'something was thrown';
    }
    const ms = performance.now() - started;
    this.slowestMs = Math.max(this.slowestMs, ms);
    return ms > longestMs ? 'over a second' : undefined;
  }

  #try(bytes: Uint8Array): void {
    if (this.found !== undefined) return;
    const why = this.#wrong(bytes);
    // A slow input is tried again, because a busy machine may be the reason.
    if (why !== undefined && (why !== 'over a second' || this.#wrong(bytes) === why)) this.found = { why, bytes: this.#shrunk(bytes, why) };
  }

  /** Removes everything that is not needed for the same failure. */
  #shrunk(bytes: Uint8Array, why: string): Uint8Array {
    let least = bytes;
    let tries = why === 'over a second' ? 20 : mostShrinks;
    for (let size = least.length >> 1; size >= 1; size >>= 1) {
      for (let at = 0; at < least.length && tries-- > 0; ) {
        const less = Uint8Array.from([...least.subarray(0, at), ...least.subarray(at + size)]);
        if (this.#wrong(less) === why) least = less;
        else at += size;
      }
    }
    return least;
  }

  /**
   * Finds the inputs of a batch that reach something new and keeps them: runs each half again, down to single inputs.
   * @param known whether this part must contain something new, because the other half did not
   * @returns whether something was new
   */
  #sift(batch: readonly Uint8Array[], coverage: BlockCoverage, known = false): boolean {
    if (batch.length === 1 || !known) for (const input of batch) this.#try(input);
    if (batch.length === 1) {
      const fresh = coverage.keep();
      if (fresh) this.#corpus.push(batch[0] as Uint8Array);
      return fresh;
    }
    if (!known && !coverage.looksNew()) return false;
    const first = this.#sift(batch.slice(0, batch.length >> 1), coverage);
    return this.#sift(batch.slice(batch.length >> 1), coverage, !first) || first;
  }

  /** Returns the input to mutate: half of the time one of the newest, because the last inputs with new coverage are the most useful. */
  #parent(): Uint8Array {
    const newest = this.#dice.roll(2) === 0 ? Math.min(8, this.#corpus.length) : this.#corpus.length;
    return this.#corpus[this.#corpus.length - 1 - this.#dice.roll(newest)] as Uint8Array;
  }

  run(): Searched {
    const { coverage, tokens, goesOn } = this.#options;
    coverage?.reset();
    for (const seed of this.#corpus.slice()) {
      this.#try(seed);
      // Seeds without their own coverage are for other parsers.
      if (coverage !== undefined && !coverage.keep() && this.#corpus.length > 1) this.#corpus.splice(this.#corpus.indexOf(seed), 1);
    }
    const seedBlocks = coverage?.reached ?? 0;
    const stock: Stock = { corpus: this.#corpus, tokens };
    for (let size = batchSizes.least; this.found === undefined && goesOn(this.runs); ) {
      const kept = this.#corpus.length;
      const batch = Array.from({ length: size }, () => mutate(this.#parent(), this.#dice, stock));
      if (coverage === undefined) for (const input of batch) this.#try(input);
      else this.#sift(batch, coverage);
      size = kept < this.#corpus.length ? Math.max(batchSizes.least, size >> 1) : Math.min(batchSizes.most, size << 1);
    }
    const { runs, slowestMs, found } = this;
    return { runs, seedBlocks, blocks: coverage?.reached ?? 0, slowestMs, ...(found === undefined ? {} : { found }) };
  }
}

/** Searches for an input on which a parser throws or is slow. With coverage, inputs that reach new blocks are kept and mutated further. */
export const search = (options: SearchOptions): Searched => new Search(options).run();
