import type { PortView } from '../../../core/contract/board.ts';

const same = (a: string, b: string | undefined): boolean => a.trim().toLowerCase() === b?.toLowerCase();

/**
 * Marks the ports that Settings ignore, and lists them after the other serial ports. Simulated boards are never ignored and come last.
 * @param ignored paths, or serial numbers of boards; upper and lower case are the same
 */
export function markIgnored(ports: readonly PortView[], ignored: readonly string[] = []): PortView[] {
  const isIgnored = ({ kind, path, serialNumber }: PortView): boolean => kind !== 'simulated' && ignored.some((one) => same(one, path) || same(one, serialNumber));
  const marked = ports.map((port): PortView => (isIgnored(port) ? { ...port, ignored: true } : port));
  const rank = ({ kind, ignored: last }: PortView): number => (kind === 'simulated' ? 2 : last === true ? 1 : 0);
  return marked.toSorted((a, b) => rank(a) - rank(b));
}
