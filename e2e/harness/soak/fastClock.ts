import type { Clock } from '../../../core/bridge/bytePort.ts';
import { nodeClock } from '../../../electron/serial/clock.ts';

/** Waits shorter than this are counted in turns of the event loop: Node's timers never take less. Real ms */
const shortest = 2;

/**
 * The machine's clock, so many times as fast. Every deadline and pause of the product keeps its length in its own eyes,
 * and answers come as they do on a desk: a simulated board without timing answers before any timer can run.
 */
export function fastClock(times: number): Clock {
  return {
    now: () => performance.now() * times,
    after(ms, run) {
      if (ms / times >= shortest) return nodeClock.after(ms / times, run);
      const due = performance.now() + ms / times;
      let turn = setImmediate(function fire() {
        if (performance.now() >= due) run();
        else turn = setImmediate(fire);
      });
      return () => clearImmediate(turn);
    },
  };
}
