import type { LineSlot } from '../../core/contract/line.ts';
import { sayMs } from '../../core/result/format.ts';

type State = LineSlot['state'];

/** One word for each state of a slot, large enough to be read from two metres. */
export const stateWords: Readonly<Record<State, string>> = {
  empty: 'Empty',
  connecting: 'Wait',
  'needs-scan': 'Scan',
  ready: 'Ready',
  working: 'Busy',
  pass: 'Pass',
  fail: 'Fail',
  check: 'Check',
  'done-before': 'Done before',
  stopped: 'Stop',
};

/** What the operator does next at a slot. */
export const nextSteps: Readonly<Record<State, string>> = {
  empty: 'Plug in the next chip.',
  connecting: 'The chip is being read.',
  'needs-scan': 'Scan the serial number.',
  ready: 'Press Start.',
  working: 'Leave the chip in.',
  pass: 'Take it out.',
  fail: 'Take it out and try again.',
  check: 'Take it out: red box.',
  'done-before': 'Take it out.',
  stopped: 'Call the engineer.',
};

/** Texts of the operator's screen. */
export const operatorTexts = {
  slots: 'Slots',
  slot: (number: number) => `Slot ${number}`,
  revision: (revision: number) => `Revision ${revision}`,
  simulated: 'SIMULATED',
  serial: (serial: string) => `Serial number ${serial}`,
  stepOf: (number: number, of: number) => `Step ${number} of ${of}`,
  start: 'Start',
  tryAgain: 'Try again',
  startSlot: (button: string, name: string) => `${button}: ${name}`,
  passedBefore: (ago: string, serial: string | undefined) => `It passed ${ago}${serial === undefined ? '' : ` as ${serial}`}. Nothing was written.`,
  /** The line above the tiles. */
  prompts: {
    badge: 'Scan your badge.',
    badgeBroken: 'The badge was not read whole. Scan it again.',
    badgeLong: 'This is too long for a badge. Scan your badge.',
    plugIn: (serial: string) => `${serial} is scanned. Plug in its chip.`,
    given: 'Scan the serial number, or plug in the next chip.',
    other: 'Plug in the next chip.',
    cannotRun: 'This job cannot run now.',
    allDone: 'All units of this job have passed. Call the engineer.',
  },
  whoWorks: 'Who works here?',
  someoneElse: 'Not you? Scan your badge.',
  stopBadge: 'Cancel the badge',
  leave: 'Leave',
  counters: 'Counters',
  passed: 'Passed',
  failed: 'Failed',
  toCheck: 'To check',
  firstPass: 'First-pass yield',
  perUnit: 'Time per unit',
  left: 'Left',
  noValue: '–',
  noLimit: 'no limit',
  plugInAgain: 'Plug it in again.',
  over: 'Take it out. Nothing was written.',
  percent: (part: number) => `${Math.floor(part * 1000) / 10} %`,
  time: sayMs,
  said: 'Results',
  pinTitle: 'Leave the operator’s screen',
  pin: 'Engineer’s PIN',
  clockTitle: 'Confirm the clock',
  confirmClock: 'The clock is right',
  leaving: 'Leaving. Units that run are being stopped.',
  noPin: 'No PIN is set at this station. The engineer sets one with: trust-bench settings pin',
  scanIgnored: 'A scan does not count as a PIN.',
  erase: 'Erase',
  eraseLast: 'Erase the last digit',
  stay: 'Stay here',
  confirmPin: 'Leave',
} as const;
