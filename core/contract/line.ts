import { z } from 'zod';
import { faultView } from './board.ts';
import { ticketId } from './ids.ts';
import { slotNumber, slotPlace } from './slots.ts';

/**
 * empty: no board, or its board says that no chip answers. connecting: its port is open and nothing has answered yet, or the chip is being
 * read. needs-scan: a chip is there and its serial number was not scanned. ready: a chip is there
 * and waits for the button. working. pass, fail, check, done-before: the result of the chip that is in the slot now; a fail or
 * check stays after its chip was pulled out, until another chip answers; all of them stay when the job may no longer run. stopped: nothing
 * can be done here (the job can't run, it has no units left, the same chip is in two slots, what is on the port can't be read).
 */
const lineStates = ['empty', 'connecting', 'needs-scan', 'ready', 'working', 'pass', 'fail', 'check', 'done-before', 'stopped'] as const;

const lineSlot = z.strictObject({
  number: slotNumber,
  name: z.string(),
  place: slotPlace,
  state: z.enum(lineStates),
  /** 20 hexadecimal digits; absent when no chip is known to be there. */
  chipId: z.string().optional(),
  serial: z.string().optional(),
  /** Its board is a simulated one. */
  simulated: z.literal(true).optional(),
  /** While it works: the step, and its place in the job from 1. */
  step: z.strictObject({ title: z.string(), number: z.number().int(), of: z.number().int() }).optional(),
  /** A failed chip that was pulled out: its result is shown until a chip answers. */
  away: z.literal(true).optional(),
  /** Why it failed, is to be checked or is stopped. */
  fault: faultView.optional(),
  /** When the chip passed, ISO 8601; only in the state done-before. */
  passedAt: z.string().optional(),
  /** The button may start this slot now. */
  startable: z.boolean(),
});
export type LineSlot = z.infer<typeof lineSlot>;

const lineView = z.strictObject({
  job: z.strictObject({ id: z.string(), title: z.string(), revision: z.number().int(), quantity: z.number().int(), serial: z.enum(['given', 'counter', 'list', 'none']) }),
  /** Why this station can't run the job. All slots are stopped. */
  fault: faultView.optional(),
  /** Name of the person at the station; empty when nobody said it. */
  operator: z.string(),
  slots: z.array(lineSlot).min(1).max(16),
  /** The counts of the job at this station, from its journal; `doneBefore` and `msPerUnit` since the screen was opened. */
  counts: z.strictObject({
    passed: z.number().int(),
    failed: z.number().int(),
    toCheck: z.number().int(),
    doneBefore: z.number().int(),
    /** Units that passed at the first try, of all that were begun; 0 to 1. */
    firstPassYield: z.number().min(0).max(1).optional(),
    /** ms from plug-in or scan to the result, mean of the passes. */
    msPerUnit: z.number().optional(),
    /** Units that may still pass; absent without a limit. */
    left: z.number().int().optional(),
  }),
  /** A serial number that was scanned before a board was plugged in. The next chip takes it. */
  nextSerial: z.string().optional(),
  /** Why the last scan was refused; gone with the next scan. */
  scanFault: faultView.optional(),
  /** The PIN was right: units that run are being stopped, then the window is the engineer's. */
  leaving: z.literal(true).optional(),
  /** A PIN is set at this station. */
  pinSet: z.boolean(),
});
export type LineView = z.infer<typeof lineView>;

/** Longest name of who works. */
const nameLimit = 80;
/** Longest PIN. */
export const pinLimit = { least: 4, most: 64 } as const;
const pin = z.string().max(pinLimit.most);
const done = z.strictObject({ done: z.literal(true) });

export const lineOperations = {
  /** Absent while the window is the engineer's. */
  'line/state': { request: z.strictObject({}), reply: lineView.optional() },
  /** Opens the operator's screen with a job file (.tbjob). From now on only the operator's operations are answered. */
  'line/open': { request: z.strictObject({ ticket: ticketId }), reply: lineView },
  /** What a scanner sent, without its Enter. `broken`: no Enter came, or it came in pieces. */
  'line/scan': { request: z.strictObject({ text: z.string().max(400), broken: z.literal(true).optional() }), reply: lineView },
  /** The big button of a slot. */
  'line/start': { request: z.strictObject({ slot: slotNumber }), reply: lineView },
  /** Name of the person at the station, from the badge. */
  'line/operator': { request: z.strictObject({ name: z.string().max(nameLimit) }), reply: lineView },
  /** Back to the engineer's window. */
  'line/leave': { request: z.strictObject({ pin }), reply: done },
  /** The engineer says that the clock is right although the journal has later lines: the job runs again, unless another reason is left. */
  'line/confirm-clock': { request: z.strictObject({ pin }), reply: lineView },
  /** Whether a PIN is set. An engineer's operation. */
  'line/pin': { request: z.strictObject({}), reply: z.strictObject({ set: z.boolean() }) },
  /** Sets the engineer's PIN. `old` when there is one. An engineer's operation. */
  'line/set-pin': { request: z.strictObject({ pin, old: pin.optional() }), reply: done },
} as const;

export const lineEvents = { 'line/changed': lineView } as const;

/** What the operator's screen may ask for, and the reads that draw it. Main refuses everything else while that screen is open. */
export const operatorOperations = ['line/state', 'line/scan', 'line/start', 'line/operator', 'line/leave', 'line/confirm-clock', 'settings/get', 'app/info', 'app/notices'] as const;

/** What main sends while the operator's screen is open. Nothing of the engineer's areas. */
export const operatorEvents = ['line/changed', 'app/noticed'] as const;
