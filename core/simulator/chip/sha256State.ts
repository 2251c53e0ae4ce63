import { concat, u32 } from '../../bytes/bytes.ts';

/**
 * SHA-256 (FIPS 180-4) whose state can be exported and imported. CalcHash's intermediate context needs this, and the
 * library does not offer it.
 */
export interface Sha256State {
  readonly h: Uint32Array;
  readonly rest: Uint8Array;
  readonly bytes: number;
}

const rotate = (x: number, by: number): number => (x >>> by) | (x << (32 - by));

/** First 32 bits of the fractional parts of the cube (square) roots of the first primes. */
function roots(count: number, root: (x: number) => number): Uint32Array {
  const values: number[] = [];
  for (let n = 2; values.length < count; n++) {
    let prime = true;
    for (let d = 2; d * d <= n; d++) prime &&= n % d !== 0;
    if (prime) values.push(Math.floor((root(n) % 1) * 2 ** 32));
  }
  return Uint32Array.from(values);
}
const k = roots(64, Math.cbrt);
const initial = roots(8, Math.sqrt);

export const sha256Start = (): Sha256State => ({ h: initial.slice(), rest: new Uint8Array(), bytes: 0 });

const at = (words: Uint32Array, index: number): number => words[index] as number;

function schedule(block: Uint8Array): Uint32Array {
  const w = new Uint32Array(64);
  const view = new DataView(block.buffer, block.byteOffset, 64);
  for (let i = 0; i < 16; i++) w[i] = view.getUint32(4 * i);
  for (let i = 16; i < 64; i++) {
    const [x, y] = [at(w, i - 15), at(w, i - 2)];
    const s0 = rotate(x, 7) ^ rotate(x, 18) ^ (x >>> 3);
    const s1 = rotate(y, 17) ^ rotate(y, 19) ^ (y >>> 10);
    w[i] = at(w, i - 16) + s0 + at(w, i - 7) + s1;
  }
  return w;
}

function compress(state: Uint32Array, block: Uint8Array): Uint32Array {
  const w = schedule(block);
  let [a, b, c, d, e, f, g, h] = state as unknown as [number, number, number, number, number, number, number, number];
  for (let i = 0; i < 64; i++) {
    const t1 = (h + (rotate(e, 6) ^ rotate(e, 11) ^ rotate(e, 25)) + ((e & f) ^ (~e & g)) + at(k, i) + at(w, i)) | 0;
    const t2 = ((rotate(a, 2) ^ rotate(a, 13) ^ rotate(a, 22)) + ((a & b) ^ (a & c) ^ (b & c))) | 0;
    [h, g, f, e, d, c, b, a] = [g, f, e, (d + t1) | 0, c, b, a, (t1 + t2) | 0];
  }
  return Uint32Array.from([a, b, c, d, e, f, g, h], (value, i) => value + at(state, i));
}

export function sha256Update(state: Sha256State, message: Uint8Array): Sha256State {
  const all = concat(state.rest, message);
  let h = state.h;
  let done = 0;
  for (; done + 64 <= all.length; done += 64) h = compress(h, all.subarray(done, done + 64));
  return { h, rest: all.slice(done), bytes: state.bytes + message.length };
}

const words = (h: Uint32Array): Uint8Array => concat(...Array.from(h, u32));

/** @returns the digest, 32 bytes; the state can still be used */
export function sha256Finish(state: Sha256State): Uint8Array {
  const zeros = new Uint8Array((119 - (state.bytes % 64)) % 64);
  const length = concat(u32(Math.floor(state.bytes / 2 ** 29)), u32((state.bytes * 8) >>> 0));
  return words(sha256Update(state, concat(Uint8Array.of(0x80), zeros, length)).h);
}

/** Bytes of an exported context: the size that the vendor's library reserves. The layout inside is our own. */
const contextLength = 209;

export function exportContext(state: Sha256State): Uint8Array {
  const context = new Uint8Array(contextLength);
  context.set(concat(words(state.h), u32(state.bytes), Uint8Array.of(state.rest.length), state.rest));
  return context;
}

/** @returns undefined when the context is not from this chip */
export function importContext(context: Uint8Array): Sha256State | undefined {
  if (context.length !== contextLength) return undefined;
  const view = new DataView(context.buffer, context.byteOffset);
  const restLength = view.getUint8(36);
  const bytes = view.getUint32(32);
  if (restLength !== bytes % 64) return undefined;
  const h = Uint32Array.from({ length: 8 }, (_, i) => view.getUint32(4 * i));
  return { h, rest: context.slice(37, 37 + restLength), bytes };
}
