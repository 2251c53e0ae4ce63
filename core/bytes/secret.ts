/** Key material in the main process. Prints as `[secret]` everywhere; wipe it as soon as it was used. */
export class Secret {
  readonly #bytes: Uint8Array;
  #wiped = false;

  /** Takes ownership of the array: `wipe` overwrites it. */
  constructor(bytes: Uint8Array) {
    this.#bytes = bytes;
  }

  get length(): number {
    return this.#bytes.length;
  }

  /** Whether it was overwritten: then it holds zeros, and must not be used. */
  get wiped(): boolean {
    return this.#wiped;
  }

  /** Lends the bytes to `use`. They must not be kept. */
  open<T>(use: (bytes: Uint8Array) => T): T {
    return use(this.#bytes);
  }

  /** A secret of its own with the same bytes: wiping one leaves the other. */
  copy(): Secret {
    return new Secret(Uint8Array.from(this.#bytes));
  }

  wipe(): void {
    this.#wiped = true;
    this.#bytes.fill(0);
  }

  toString(): string {
    return '[secret]';
  }

  toJSON(): string {
    return '[secret]';
  }

  [Symbol.for('nodejs.util.inspect.custom')](): string {
    return '[secret]';
  }
}

/** Wipes what holds a secret once the work is done: also when it throws. */
export async function wipedAfter<T>(holder: { readonly wipe: () => void }, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } finally {
    holder.wipe();
  }
}
