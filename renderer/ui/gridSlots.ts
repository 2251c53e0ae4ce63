/**
 * Assigns the elements of a list to its lines. While the list scrolls line by line, each line keeps its element. When
 * no line remains, the elements show the new lines: changing texts costs less than making elements.
 */
export class Slots {
  #first = 0;
  #last = -1;
  /** Line shown by the element 0. */
  #base = 0;

  /** @param lines the lines to show, in their order */
  show(lines: readonly { readonly index: number }[]): void {
    const [first, last] = [lines[0]?.index, lines.at(-1)?.index];
    if (first === undefined || last === undefined) return;
    if (first > this.#last || last < this.#first) this.#base += first - this.#first;
    [this.#first, this.#last] = [first, last];
  }

  /** The element of a line. */
  of(line: number): number {
    return line - this.#base;
  }
}
