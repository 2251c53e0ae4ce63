/** Random numbers that are the same for the same seed (xorshift32). */
export class Dice {
  #state: number;

  constructor(seed: number) {
    this.#state = (seed ^ 0x9e37_79b9) >>> 0 || 1;
  }

  /** 0 … `sides` - 1. */
  roll(sides: number): number {
    let x = this.#state;
    x ^= x << 13;
    x ^= x >>> 17;
    x ^= x << 5;
    this.#state = x >>> 0;
    return this.#state % Math.max(1, sides);
  }

  pick<T>(from: readonly T[]): T {
    return from[this.roll(from.length)] as T;
  }
}

/** Other material for mutations: kept inputs, and words of the formats. */
export interface Stock {
  readonly corpus: readonly Uint8Array[];
  readonly tokens: readonly Uint8Array[];
}

/** Longest input, bytes. Slow parsers are already slow at this length; megabytes are measured elsewhere. */
const longest = 8192;
const edges = [0, 1, 0x7f, 0x80, 0x81, 0xfe, 0xff, 0x100, 0x7fff, 0x8000, 0xffff, 0x0001_0000, 0x7fff_ffff, 0xffff_ffff];
const signs = [...',;:"\'{}[]()\\/#-=+ \n\r\t@*0aF'].map((sign) => sign.charCodeAt(0));

type Mutator = (bytes: Uint8Array, dice: Dice, stock: Stock) => Uint8Array;

function replaced(bytes: Uint8Array, from: number, to: number, by: Uint8Array): Uint8Array {
  const whole = new Uint8Array(from + by.length + bytes.length - to);
  whole.set(bytes.subarray(0, from));
  whole.set(by, from);
  whole.set(bytes.subarray(to), from + by.length);
  return whole;
}

function range(bytes: Uint8Array, dice: Dice, most = 64): [from: number, to: number] {
  const from = dice.roll(bytes.length + 1);
  return [from, Math.min(bytes.length, from + 1 + dice.roll(dice.roll(4) === 0 ? bytes.length : most))];
}

function changed(bytes: Uint8Array, at: number, byte: number): Uint8Array {
  const copy = bytes.slice();
  if (copy.length > 0) copy[at] = byte;
  return copy;
}

const mutators: readonly Mutator[] = [
  (bytes, dice) => { const at = dice.roll(bytes.length); return changed(bytes, at, (bytes[at] ?? 0) ^ (1 << dice.roll(8))); },
  (bytes, dice) => changed(bytes, dice.roll(bytes.length), dice.roll(256)),
  (bytes, dice) => changed(bytes, dice.roll(bytes.length), dice.roll(256)),
  (bytes, dice) => changed(bytes, dice.roll(Math.min(16, bytes.length)), dice.roll(256)),
  (bytes, dice) => changed(bytes, dice.roll(bytes.length), dice.pick(signs)),
  (bytes, dice) => { const at = dice.roll(bytes.length); return changed(bytes, at, (bytes[at] ?? 0) + dice.roll(9) - 4); },
  (bytes, dice) => { const at = dice.roll(bytes.length + 1); return replaced(bytes, at, at, Uint8Array.of(dice.roll(256))); },
  (bytes, dice) => replaced(bytes, ...range(bytes, dice), new Uint8Array()),
  (bytes, dice) => { const [from, to] = range(bytes, dice); const at = dice.roll(bytes.length + 1); return replaced(bytes, at, at, bytes.slice(from, to)); },
  (bytes, dice) => {
    const [value, size] = [dice.pick(edges), dice.pick([1, 2, 3, 4])];
    const at = dice.roll(bytes.length + 1);
    const number = Uint8Array.from({ length: size }, (_, i) => value >>> (8 * (size - 1 - i)));
    return replaced(bytes, at, Math.min(bytes.length, at + dice.pick([0, size])), number);
  },
  (bytes, dice, { tokens }) => { const [from, to] = range(bytes, dice, 8); return tokens.length === 0 ? bytes : replaced(bytes, from, dice.pick([from, to]), dice.pick(tokens)); },
  (bytes, dice, { corpus }) => { const other = dice.pick(corpus); const [from, to] = range(other, dice); return replaced(bytes, ...range(bytes, dice), other.slice(from, to)); },
  (bytes, dice, { corpus }) => { const other = dice.pick(corpus); return replaced(bytes, dice.roll(bytes.length + 1), bytes.length, other.slice(dice.roll(other.length + 1))); },
];

/** Makes one to eight changes at once, usually one, because a second change may undo a useful one. */
export function mutate(bytes: Uint8Array, dice: Dice, stock: Stock): Uint8Array {
  let mutant = bytes;
  for (let left = dice.pick([1, 1, 1, 1, 2, 2, 4, 8]); left > 0; left--) mutant = dice.pick(mutators)(mutant, dice, stock);
  return mutant.subarray(0, longest);
}
