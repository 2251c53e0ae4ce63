import type { ReplyOf } from '../../core/contract/operations.ts';
import { decodeCells, type WaferCell } from '../../core/contract/wafer.ts';

export type Wafer = ReplyOf<'reels/wafer'>;

const place = (x: number, y: number): number => x * 0x10000 + y;
const hex = (value: number): string => value.toString(16).padStart(4, '0');

/** The chips of one wafer by their positions, drawn in a square of `side` pixels. */
export class WaferGrid {
  readonly cells: readonly WaferCell[];
  readonly batch: string;
  /** Pixels of one chip; less than one on a very large wafer. */
  readonly scale: number;
  readonly height: number;
  readonly #left: number;
  readonly #top: number;
  readonly #byPlace: ReadonlyMap<number, WaferCell>;

  constructor({ cells, batch }: Pick<Wafer, 'cells' | 'batch'>, side: number) {
    this.cells = decodeCells(cells);
    this.batch = batch;
    this.#byPlace = new Map(this.cells.map((cell) => [place(cell.x, cell.y), cell]));
    const least = (of: (cell: WaferCell) => number): number => this.cells.reduce((found, cell) => Math.min(found, of(cell)), Number.POSITIVE_INFINITY);
    const most = (of: (cell: WaferCell) => number): number => this.cells.reduce((found, cell) => Math.max(found, of(cell)), 0);
    [this.#left, this.#top] = [least(({ x }) => x), least(({ y }) => y)];
    const [across, down] = [most(({ x }) => x) - this.#left + 1, most(({ y }) => y) - this.#top + 1];
    const exact = side / Math.max(across, down);
    this.scale = exact < 1 ? exact : Math.floor(exact);
    this.height = Math.max(1, Math.ceil(down * this.scale));
  }

  /** Returns the upper left corner and the side of a chip's square, in pixels. */
  square({ x, y }: WaferCell): { readonly left: number; readonly top: number; readonly size: number } {
    return { left: Math.floor((x - this.#left) * this.scale), top: Math.floor((y - this.#top) * this.scale), size: Math.max(1, this.scale - (this.scale > 2 ? 1 : 0)) };
  }

  /** Returns the chip that is drawn at a pixel. On a very large wafer, this is the first of several chips. */
  at(left: number, top: number): WaferCell | undefined {
    if (this.scale >= 1) return this.#byPlace.get(place(this.#left + Math.floor(left / this.scale), this.#top + Math.floor(top / this.scale)));
    return this.cells.find((cell) => this.square(cell).left === Math.floor(left) && this.square(cell).top === Math.floor(top));
  }

  chipId({ x, y }: WaferCell): string {
    return `${this.batch}${hex(x)}${hex(y)}`;
  }

  cellOf(chipId: string | undefined): WaferCell | undefined {
    if (chipId?.startsWith(this.batch) !== true) return undefined;
    const [x, y] = [chipId.slice(12, 16), chipId.slice(16)].map((digits) => Number.parseInt(digits, 16));
    return this.#byPlace.get(place(x as number, y as number));
  }

  /** Returns the next chip in a direction, skipping gaps in the row or column. At the edge, returns the same chip. */
  next(from: WaferCell, [dx, dy]: readonly [number, number]): WaferCell {
    let best = from;
    const way = (cell: WaferCell): number => (dx === 0 ? (cell.x === from.x ? (cell.y - from.y) * dy : 0) : cell.y === from.y ? (cell.x - from.x) * dx : 0);
    for (const cell of this.cells) if (way(cell) > 0 && (best === from || way(cell) < way(best))) best = cell;
    return best;
  }
}
