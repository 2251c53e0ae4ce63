import { z } from 'zod';
import { faultView, portView } from './board.ts';

/** Most slots of a station. */
export const mostSlots = 16;
export const slotNumber = z.number().int().min(1).max(mostSlots);

/** The hardware to which a slot is bound. `interface`: number of the USB interface, for a board with several ports. */
export const slotBinding = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('usb'), serialNumber: z.string().min(1).max(200), interface: z.number().int().min(0).max(255).optional() }),
  z.strictObject({ kind: z.literal('position'), position: z.string().min(1).max(400) }),
  z.strictObject({ kind: z.literal('path'), path: z.string().min(1).max(400) }),
]);

/** The place of the slot on the bench: row from the back, column from the left, both from 0. */
export const slotPlace = z.strictObject({ row: z.number().int().min(0).max(15), column: z.number().int().min(0).max(15) });

const slotView = z.strictObject({
  number: slotNumber,
  /** The technician's name for the slot; "Slot 3" when it was not named. */
  name: z.string().min(1).max(40),
  place: slotPlace,
  binding: slotBinding,
  /** The port of the slot's board; absent while the board is not plugged in. */
  port: portView.optional(),
  /** Why the slot's board can't be distinguished from another one. */
  fault: faultView.optional(),
});
export type SlotView = z.infer<typeof slotView>;

const slotsView = z.strictObject({
  slots: z.array(slotView).max(mostSlots),
  /** The slot for which a teach-in waits: "Plug in the board of slot 3 now." */
  teaching: slotNumber.optional(),
  /** Whether a board was unplugged since the teach-in began: it can be plugged in again now. */
  unplugged: z.literal(true).optional(),
  /** Why the last teach-in did not give a slot its board. */
  fault: faultView.optional(),
});
export type SlotsView = z.infer<typeof slotsView>;

export const slotOperations = {
  'slots/list': { request: z.strictObject({}), reply: slotsView },
  /** With `path`: binds the slot to the board on this port. Without: to the next board that is plugged in. */
  'slots/teach': { request: z.strictObject({ number: slotNumber, path: z.string().min(1).max(400).optional() }), reply: slotsView },
  'slots/stop-teaching': { request: z.strictObject({}), reply: slotsView },
  'slots/change': { request: z.strictObject({ number: slotNumber, name: z.string().max(40).optional(), place: slotPlace.optional() }), reply: slotsView },
  'slots/forget': { request: z.strictObject({ number: slotNumber }), reply: slotsView },
} as const;

/** Sent when a board was plugged in or out, or a slot was taught or changed. */
export const slotEvents = { 'slots/changed': slotsView } as const;
