/**
 * A second, independent implementation of access decisions, written from the manual's table 44 alone. It works on the
 * bytes of the condition and uses no parser or evaluator of the product. Groups are split at FE, terms at FD, by the
 * terms' own lengths.
 */
export interface World {
  readonly lcsO: number;
  readonly lcsA: number;
  readonly lcsG: number;
  readonly status: number;
  readonly authorized: boolean;
  readonly counterLeft: boolean;
}

const lengths: Readonly<Record<number, number>> = { 0x10: 2, 0x90: 2, 0x20: 3, 0x21: 3, 0x23: 3, 0x40: 3, 0x70: 3, 0xe0: 3, 0xe1: 3 };

function holds(term: readonly number[], world: World): boolean {
  const [code = 0, a = 0, b = 0] = term;
  const compare = (value: number): boolean => (a === 0xfa ? value === b : a === 0xfb ? value > b : value < b);
  if (code === 0xe1) return compare(world.lcsO);
  if (code === 0xe0) return compare(world.lcsA);
  if (code === 0x70) return compare(world.lcsG);
  if (code === 0x10 || code === 0x90) return (world.status & a) === a;
  if (code === 0x23) return world.authorized;
  return code === 0x40 && world.counterLeft;
}

export function granted(bytes: readonly number[], world: World): boolean {
  if (bytes.length === 1) return bytes[0] === 0x00;
  let group = true;
  for (let at = 0; at < bytes.length; ) {
    const length = lengths[bytes[at] ?? 0] ?? 0;
    group &&= holds(bytes.slice(at, at + length), world);
    const operator = bytes[at + length];
    if (operator !== 0xfd && group) return true;
    if (operator === 0xfe) group = true;
    at += length + 1;
  }
  return false;
}
