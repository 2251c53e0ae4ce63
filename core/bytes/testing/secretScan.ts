import { utf8 } from '../bytes.ts';
import { formsOf, textFormsOf, type Form } from './secretForms.ts';

/** A secret in a place where none may be. Names the secret and its form, and never contains the secret. */
export interface Found {
  readonly secret: string;
  readonly form: string;
  readonly at: number;
}

interface Needle extends Form {
  readonly secret: string;
}

const sieveBits = 22;
/** Least bytes of a needle: the first ones are used for the lookup. */
const head = 8;

/**
 * Searches for all forms of known secrets at once. The first eight bytes at each position go through a filter, so that
 * the time depends on the size of the data and not on the number of forms.
 */
export class SecretScan {
  readonly #needles = new Map<number, Needle[]>();
  readonly #sieve = new Uint8Array(1 << sieveBits);

  /** Adds a binary secret: a key, a binding secret. @param every use a larger distance when there are many secrets: see `formsOf` */
  add(secret: string, bytes: Uint8Array, every = 1): this {
    return this.#take(secret, formsOf(bytes, every));
  }

  /** Adds a text secret: a password, a transport key. */
  addText(secret: string, text: string): this {
    return this.#take(secret, textFormsOf(text));
  }

  /** Finds the first occurrence of each secret, sorted by position. */
  find(bytes: Uint8Array): Found[] {
    const found = new Map<string, Found>();
    const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
    for (let at = 0; at + head <= bytes.length; at++) {
      const key = keyAt(view, at);
      if (this.#sieve[key >>> (32 - sieveBits)] === 0) continue;
      for (const { secret, form, bytes: wanted } of this.#needles.get(key) ?? []) {
        if (!found.has(secret) && isAt(bytes, at, wanted)) found.set(secret, { secret, form, at });
      }
    }
    return [...found.values()];
  }

  findInText(text: string): Found[] {
    return this.find(utf8(text));
  }

  #take(secret: string, forms: readonly Form[]): this {
    for (const { form, bytes } of forms) {
      const key = keyAt(new DataView(bytes.buffer, bytes.byteOffset, bytes.length), 0);
      this.#sieve[key >>> (32 - sieveBits)] = 1;
      const others = this.#needles.get(key);
      if (others === undefined) this.#needles.set(key, [{ secret, form, bytes }]);
      else others.push({ secret, form, bytes });
    }
    return this;
  }
}

/** Hash of the first eight bytes. Each byte affects the upper bits, which the filter uses. */
const keyAt = (view: DataView, at: number): number =>
  Math.imul(view.getUint32(at, true) ^ Math.imul(view.getUint32(at + 4, true), 0x85ebca6b), 0x9e3779b1) >>> 0;

function isAt(bytes: Uint8Array, at: number, wanted: Uint8Array): boolean {
  if (at + wanted.length > bytes.length) return false;
  for (let i = 0; i < wanted.length; i++) if (bytes[at + i] !== wanted[i]) return false;
  return true;
}
