import type { ReelThing } from '../bundle/reel.ts';

/** A chip on the wafer, and what the reel contains for it. */
export interface WaferCell {
  readonly x: number;
  readonly y: number;
  /** Bits of the present things; read them with `isWhole`. */
  readonly has: number;
}

/** X and Y as two bytes each, big-endian, then one byte of bits. */
const bytesPerCell = 5;

interface Place {
  /** Position in the byte of bits: 0…7. */
  readonly bit: number;
  /** Whether the thing is a secret, which is not known while the secrets are locked. */
  readonly secret: boolean;
}

/** Everything that a reel can contain for a chip. A new kind does not compile until it has a bit here. */
const places: Readonly<Record<ReelThing, Place>> = {
  E0E0: { bit: 0, secret: false },
  E0E1: { bit: 1, secret: false },
  E0E2: { bit: 2, secret: false },
  pbs: { bit: 3, secret: true },
  auto: { bit: 4, secret: true },
};

const bitsOf = (wanted: readonly Place[]): number => wanted.reduce((bits, { bit }) => bits | (1 << bit), 0);
const all = bitsOf(Object.values(places));
const withoutSecrets = bitsOf(Object.values(places).filter(({ secret }) => !secret));

/** Encodes the cells of the wafer map for the message to the page: five bytes a chip, 64 KB for 12,900 chips. */
export function encodeCells(chips: readonly { readonly x: number; readonly y: number; readonly holds: readonly ReelThing[] }[]): Uint8Array<ArrayBuffer> {
  const cells = new Uint8Array(chips.length * bytesPerCell);
  for (const [at, { x, y, holds }] of chips.entries()) {
    cells.set([x >> 8, x & 0xff, y >> 8, y & 0xff, bitsOf(holds.map((thing) => places[thing]))], at * bytesPerCell);
  }
  return cells;
}

/** Decodes the result of `encodeCells`. An incomplete cell at the end is ignored. */
export function decodeCells(cells: Uint8Array): WaferCell[] {
  return Array.from({ length: Math.floor(cells.length / bytesPerCell) }, (_, at) => {
    const [xh = 0, xl = 0, yh = 0, yl = 0, has = 0] = cells.subarray(at * bytesPerCell);
    return { x: xh * 256 + xl, y: yh * 256 + yl, has };
  });
}

/** Whether a chip has everything, as far as this is known while the secrets are locked. */
export const isWhole = ({ has }: WaferCell, locked: boolean): boolean => {
  const wanted = locked ? withoutSecrets : all;
  return (has & wanted) === wanted;
};
