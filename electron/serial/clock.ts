import type { Clock } from '../../core/bridge/bytePort.ts';

/** Node's timers come up to so much late, ms: the end is waited for turn by turn. */
const lateness = 1;

/**
 * The machine's clock for core: monotonic, ms. Node's timers cut fractions of a millisecond off: the rest is waited
 * for turn by turn, so that nothing happens early and a line at 115200 baud keeps its pace.
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
