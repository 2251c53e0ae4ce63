/** Ends the subscription. */
type Off = () => void;

/** Subscribes running work to the user's request to stop (Ctrl-C). */
export type OnInterrupt = (stop: () => void) => Off;

/** Ctrl-C, `kill`, and a terminal that is closed. */
const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

/**
 * Passes the first signal to the work that can stop by itself. Without such work, and from the second signal on, a signal ends the
 * program at once.
 * @param tell says that the work is being stopped
 */
export function interrupts(tell: () => void): OnInterrupt {
  const stops = new Set<() => void>();
  const leave = (): void => signals.forEach((signal) => process.off(signal, onSignal));
  const onSignal = (): void => {
    leave();
    tell();
    for (const stop of stops) stop();
  };
  return (stop) => {
    if (stops.size === 0) for (const signal of signals) process.on(signal, onSignal);
    stops.add(stop);
    return () => {
      stops.delete(stop);
      if (stops.size === 0) leave();
    };
  };
}
