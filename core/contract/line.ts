import { z } from 'zod';
import { faultView } from './board.ts';
import { ticketId } from './ids.ts';
import { slotNumber, slotPlace } from './slots.ts';

/**
 * empty: there is no board, or the board says that no chip answers. connecting: the port is open and nothing has answered yet, or the
 * chip is being read. needs-scan: a chip answers, and its serial number was not scanned. ready: a chip answers, and the slot waits for
 * the button. working: a job runs on the chip. pass, fail, check, done-before: the result of the chip in the slot. A fail or check
 * stays after its chip was pulled out, until another chip answers. All results stay when the job may no longer run. stopped: the slot
 * cannot be used (the job can't run, it has no units left, the same chip is in two slots, the port can't be read).
 */
const lineStates = ['empty', 'connecting', 'needs-scan', 'ready', 'working', 'pass', 'fail', 'check', 'done-before', 'stopped'] as const;

const lineSlot = z.strictObject({
  number: slotNumber,
  name: z.string(),
  place: slotPlace,
  state: z.enum(lineStates),
  /** 20 hexadecimal digits; absent when no chip is known. */
  chipId: z.string().optional(),
  serial: z.string().optional(),
  /** The board is simulated. */
  simulated: z.literal(true).optional(),
  /** Only while it works: the step, and its number in the job from 1. */
  step: z.strictObject({ title: z.string(), number: z.number().int(), of: z.number().int() }).optional(),
  /** The failed chip was pulled out. Its result is shown until a chip answers. */
  away: z.literal(true).optional(),
  /** Why the chip failed or must be checked, or why the slot is stopped. */
  fault: faultView.optional(),
  /** Time of the chip's pass, ISO 8601; only in the state done-before. */
  passedAt: z.string().optional(),
  /** The button may start this slot now. */
  startable: z.boolean(),
});
export type LineSlot = z.infer<typeof lineSlot>;

const lineView = z.strictObject({
  job: z.strictObject({ id: z.string(), title: z.string(), revision: z.number().int(), quantity: z.number().int(), serial: z.enum(['given', 'counter', 'list', 'none']) }),
  /** Why this station can't run the job. All slots are stopped. */
  fault: faultView.optional(),
  /** Name of the person at the station; empty when no name was given. */
  operator: z.string(),
  slots: z.array(lineSlot).min(1).max(16),
  /** The counts of the job at this station, from its journal; `doneBefore` and `msPerUnit` since the screen was opened. */
  counts: z.strictObject({
    passed: z.number().int(),
    failed: z.number().int(),
    toCheck: z.number().int(),
    doneBefore: z.number().int(),
    /** Share of the units that passed at the first try, of all units that were begun; 0 to 1. */
    firstPassYield: z.number().min(0).max(1).optional(),
    /** Mean time of a pass, from plug-in or scan to the result. ms */
    msPerUnit: z.number().optional(),
    /** Units that may still pass; absent without a limit. */
    left: z.number().int().optional(),
  }),
  /** A serial number that was scanned before a board was plugged in. It is for the next chip. */
  nextSerial: z.string().optional(),
  /** Why the last scan was refused; absent after the next scan. */
  scanFault: faultView.optional(),
  /** What the engineer must see to, although the job can run. */
  notice: faultView.optional(),
  /** The PIN was right. Units that run are being stopped; after that, the window is the engineer's again. */
  leaving: z.literal(true).optional(),
  /** Whether this station has a PIN. */
  pinSet: z.boolean(),
});
export type LineView = z.infer<typeof lineView>;

/** Longest name of an operator. */
const nameLimit = 80;
/** Shortest and longest PIN. */
export const pinLimit = { least: 4, most: 64 } as const;
const pin = z.string().max(pinLimit.most);
const done = z.strictObject({ done: z.literal(true) });

export const lineOperations = {
  /** The reply is undefined while the window is the engineer's. */
  'line/state': { request: z.strictObject({}), reply: lineView.optional() },
  /** Opens the operator's screen with a job file (.tbjob). From then on, only the operator's operations are answered. */
  'line/open': { request: z.strictObject({ ticket: ticketId }), reply: lineView },
  /** The text that a scanner sent, without its Enter. `broken`: the Enter is missing, or the text came in pieces. */
  'line/scan': { request: z.strictObject({ text: z.string().max(400), broken: z.literal(true).optional() }), reply: lineView },
  /** Does what the big button of a slot does. */
  'line/start': { request: z.strictObject({ slot: slotNumber }), reply: lineView },
  /** Sets the name of the person at the station, from the badge. */
  'line/operator': { request: z.strictObject({ name: z.string().max(nameLimit) }), reply: lineView },
  /** Returns to the engineer's window. */
  'line/leave': { request: z.strictObject({ pin }), reply: done },
  /** The engineer confirms the clock although the journal has later lines. The job runs again, unless another reason stops it. */
  'line/confirm-clock': { request: z.strictObject({ pin }), reply: lineView },
  /** Asks whether this station has a PIN. Only for the engineer's window. */
  'line/pin': { request: z.strictObject({}), reply: z.strictObject({ set: z.boolean() }) },
  /** Sets the engineer's PIN. `old` is needed when there is a PIN. Only for the engineer's window. */
  'line/set-pin': { request: z.strictObject({ pin, old: pin.optional() }), reply: done },
} as const;

export const lineEvents = { 'line/changed': lineView } as const;

/** The operations that the operator's screen may call. While it is open, the main process refuses all others. */
export const operatorOperations = ['line/state', 'line/scan', 'line/start', 'line/operator', 'line/leave', 'line/confirm-clock', 'settings/get', 'app/info', 'app/notices'] as const;

/** The events that the main process sends while the operator's screen is open. No other event is sent. */
export const operatorEvents = ['line/changed', 'app/noticed'] as const;
