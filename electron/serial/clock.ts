import type { Clock } from '../../core/bridge/bytePort.ts';

/** The machine's clock for core: monotonic, ms. */
export const nodeClock: Clock = {
  now: () => performance.now(),
  after(ms, run) {
    const timer = setTimeout(run, ms);
    return () => clearTimeout(timer);
  },
};
