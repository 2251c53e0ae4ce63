import { fault, type Fault } from '../result/fault.ts';
import { err, ok, type Result } from '../result/result.ts';
import type { PortHardware } from './hardware.ts';

/** A teach-in that waits for a board. */
export interface TeachIn {
  /** Boards that were connected at the beginning and have not been unplugged since. */
  readonly known: ReadonlySet<string>;
  /** Boards that appeared since the last look. */
  readonly appeared: string;
  /** Whether a board was unplugged since the beginning. */
  readonly unplugged: boolean;
}

/** Identifies a board. The path alone does not: another board may be plugged in at the same path. */
const keyOf = ({ path, serialNumber, interface: number, position }: PortHardware): string => JSON.stringify([path, serialNumber, number, position]);

export const startTeachIn = (ports: readonly PortHardware[]): TeachIn => ({ known: new Set(ports.map(keyOf)), appeared: '', unplugged: false });

/**
 * Looks at the ports once. The board is found when it is new, or was unplugged and came back, and two looks in a row
 * give the same ports: the system announces the ports of one board one after the other.
 * @returns the board that was plugged in, or the teach-in to continue with
 */
export function lookForBoard<P extends PortHardware>(teachIn: TeachIn, ports: readonly P[]): Result<{ readonly board: P } | { readonly teachIn: TeachIn }, 'slot/several-new'> {
  const keys = ports.map(keyOf);
  const known = new Set(keys.filter((key) => teachIn.known.has(key)));
  const fresh = ports.filter((port) => !known.has(keyOf(port)));
  const appeared = fresh.map(keyOf).join('\n');
  const [board] = fresh;
  if (board === undefined || appeared !== teachIn.appeared) return ok({ teachIn: { known, appeared, unplugged: teachIn.unplugged || known.size < teachIn.known.size } });
  return fresh.length > 1 ? err(severalNew(fresh)) : ok({ board });
}

function severalNew(fresh: readonly PortHardware[]): Fault<'slot/several-new'> {
  const [first] = fresh;
  const one = fresh.every(({ serialNumber }) => serialNumber !== undefined && serialNumber === first?.serialNumber);
  return fault('slot/several-new', { ports: fresh.map(({ path }) => path).join(', '), oneBoard: one });
}
