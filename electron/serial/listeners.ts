/** Calls listeners in the order in which they were added. */
export class Listeners<T extends unknown[]> {
  readonly #all = new Set<(...args: T) => void>();

  add(listener: (...args: T) => void): () => void {
    const own = (...args: T): void => listener(...args);
    this.#all.add(own);
    return () => void this.#all.delete(own);
  }

  tell(...args: T): void {
    for (const listener of this.#all) listener(...args);
  }
}
