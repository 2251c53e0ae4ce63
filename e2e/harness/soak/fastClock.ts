import type { Clock } from '../../../core/bridge/bytePort.ts';
import { nodeClock } from '../../../electron/serial/clock.ts';

/** Waits shorter than this are counted in turns of the event loop, because Node's timers take at least this long. Real ms */
const shortest = 2;

/**
 * The computer's clock, several times faster. Every deadline and pause of the product keeps its length on this clock,
 * and answers still come in time: a simulated board without timing answers before any timer can run.
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
