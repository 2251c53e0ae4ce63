import { readUint } from '../../../core/bytes/bytes.ts';
import { seededRandom } from '../../../core/keys/testing/random.ts';

/** Random numbers that are the same for the same seed. */
export class Dice {
  readonly #random: (length: number) => Uint8Array;

  constructor(seed: string) {
    this.#random = seededRandom(seed);
  }

  /** 0 … `count` - 1 */
  below(count: number): number {
    return readUint(this.#random(4)) % count;
  }

  pick<T>(from: readonly T[]): T {
    const drawn = from[this.below(from.length)];
    if (drawn === undefined) throw new Error('nothing to draw from');
    return drawn;
  }
}
