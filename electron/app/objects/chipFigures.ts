/** Bit of the security status (E0C1, F1C1). It is set at reset, and the host can clear it (manual, table 53). */
export const bootFlag = 0x20;

/** Value of the event counter from which each use is delayed. At the highest value, the delay is t_max (manual, figure 30). */
export const delayFrom = 128;
export const eventsMost = 255;
const longestDelayMs = 5_000;

export interface Monitor {
  readonly periodMs: number;
  readonly maxCredit: number;
  readonly syncCount: number;
}

/** Reads E0C9: t_max in 100 ms (at most 5 s), largest credit, synchronization count (manual, table 55). V1 has the defaults. */
export function parseMonitor(data: Uint8Array | undefined): Monitor {
  const [tMax = 50, , maxCredit = 5, syncCount = 1] = data ?? [];
  return { periodMs: Math.min(tMax * 100, longestDelayMs), maxCredit, syncCount: Math.max(1, syncCount) };
}

const seconds = (ms: number): string => `${ms / 1000} s`;

export function readMonitor(data: Uint8Array | undefined): { label: string; text: string }[] {
  const { periodMs, maxCredit, syncCount } = parseMonitor(data);
  return [
    { label: 'Free use', text: periodMs === 0 ? 'the monitor is off' : `one use of a key or secret per ${seconds(periodMs)}` },
    { label: 'Credit', text: `up to ${maxCredit} unused uses are kept` },
    { label: 'Save interval', text: syncCount === 1 ? 'every decrement is saved' : `one save for every ${syncCount} decrements` },
  ];
}
