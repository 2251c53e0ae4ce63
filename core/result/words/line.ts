import type { FaultTable } from '../faultTable.ts';

const setPin = 'The engineer sets one on this computer with the command line: trust-bench settings pin.';

/** The line: the operator's screen, its slots, and the engineer's PIN. */
export const lineFaults = {
  'line/not-open': (_: Record<string, never>) => ({
    what: "The operator's screen is not open.",
    object: 'line',
    why: 'It is opened with a job.',
    todo: 'Open a job (.tbjob) first.',
  }),
  'line/no-pin': (_: Record<string, never>) => ({
    what: "The operator's screen can't be left: this station has no engineer's PIN.",
    object: 'PIN',
    why: 'Nobody has set one.',
    todo: setPin,
  }),
} satisfies FaultTable;
