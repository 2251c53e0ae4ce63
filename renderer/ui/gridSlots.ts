/**
 * Which element of a list shows which line. While lines scroll by one after the other, each keeps its element. When
 * none of the lines remains, the elements show the new ones: changing texts costs less than making elements.
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
