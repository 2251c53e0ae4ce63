import { scanGap, type KeyPress } from './scanReader.ts';

/** Either keys that a person typed, in order, or a scan, whose keys are all ignored. */
export type PinKeys = readonly string[] | 'scan';

/** Fewer keys than this are never a scan. */
const shortestScan = 4;
/** Keys that come faster than this on average are a scanner's. ms */
const scanPace = 70;
/** Enter within this time after a scan is the late end of that scan. ms */
const lateEnd = 2000;

/** Keeps scans out of the PIN: keys count only when a person is known to have typed them. Call `silent` `scanGap` ms after a key. */
export class PinReader {
  #keys: string[] = [];
  #first = 0;
  #last = 0;
  #scanned = -Infinity;

  /** @returns what the earlier keys were, if the pause before this key was too long for the key to belong to them */
  press({ key, at }: KeyPress): PinKeys | undefined {
    const before = this.#keys.length > 0 && at - this.#last > scanGap ? this.silent() : undefined;
    if (this.#keys.length === 0) this.#first = at;
    this.#keys.push(key);
    this.#last = at;
    return before;
  }

  silent(): PinKeys | undefined {
    const keys = this.#keys;
    this.#keys = [];
    if (keys.length === 0) return undefined;
    const pace = (this.#last - this.#first) / Math.max(1, keys.length - 1);
    if (keys.length >= shortestScan && pace < scanPace) {
      this.#scanned = this.#last;
      return 'scan';
    }
    return this.#first - this.#scanned <= lateEnd ? keys.filter((key) => key !== 'Enter') : keys;
  }
}
