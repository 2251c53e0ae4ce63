/** Key material in the main process. Always prints as `[secret]`. Wipe it immediately after use. */
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

  /** Whether it was wiped: it then holds zeros and must not be used. */
  get wiped(): boolean {
    return this.#wiped;
  }

  /** Lends the bytes to `use`, which must not keep them. */
  open<T>(use: (bytes: Uint8Array) => T): T {
    return use(this.#bytes);
  }

  /** A copy with its own bytes: wiping one does not affect the other. */
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

/** Does the work, then wipes the secrets, even when the work throws. */
export async function wipedAfter<T>(holder: { readonly wipe: () => void }, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } finally {
    holder.wipe();
  }
}
