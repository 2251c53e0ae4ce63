import type { Clock } from '../../core/bridge/bytePort.ts';

/** Node's timers may be late by this much, ms. For the last part of a wait, the clock is read in each turn of the event loop. */
const lateness = 1;

/**
 * The computer's clock for core: monotonic, ms. Node's timers cut off fractions of a millisecond. Turns of the event loop fill the
 * rest of a wait, so that nothing happens early and a line at 115200 baud keeps its speed.
 */
export const nodeClock: Clock = {
  now: () => performance.now(),
  after(ms, run) {
    const due = performance.now() + ms;
    let turn: NodeJS.Immediate | undefined;
    const fire = (): void => {
      if (performance.now() >= due) run();
      else turn = setImmediate(fire);
    };
    const timer = setTimeout(fire, ms - lateness);
    return () => {
      clearTimeout(timer);
      clearImmediate(turn);
    };
  },
};
