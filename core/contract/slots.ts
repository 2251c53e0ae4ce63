import { z } from 'zod';
import { faultView, portView } from './board.ts';

/** Most slots of a station. */
export const mostSlots = 16;
export const slotNumber = z.number().int().min(1).max(mostSlots);

/** The hardware that a slot is bound to. `interface`: number of the USB interface, where a board has several ports. */
export const slotBinding = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('usb'), serialNumber: z.string().min(1).max(200), interface: z.number().int().min(0).max(255).optional() }),
  z.strictObject({ kind: z.literal('position'), position: z.string().min(1).max(400) }),
  z.strictObject({ kind: z.literal('path'), path: z.string().min(1).max(400) }),
]);

/** Where the slot lies on the bench: row from the back, column from the left, both from 0. */
export const slotPlace = z.strictObject({ row: z.number().int().min(0).max(15), column: z.number().int().min(0).max(15) });

const slotView = z.strictObject({
  number: slotNumber,
  /** As the technician named it; "Slot 3" when nobody did. */
  name: z.string().min(1).max(40),
  place: slotPlace,
  binding: slotBinding,
  /** The port of its board; absent while it is not plugged in. */
  port: portView.optional(),
  /** Why its board can't be told from another one. */
  fault: faultView.optional(),
});
export type SlotView = z.infer<typeof slotView>;

const slotsView = z.strictObject({
  slots: z.array(slotView).max(mostSlots),
  /** The slot that a teach-in waits for: "Plug in the board of slot 3 now." */
  teaching: slotNumber.optional(),
  /** Why the last teach-in ended without a slot. */
  fault: faultView.optional(),
});
export type SlotsView = z.infer<typeof slotsView>;

export const slotOperations = {
  'slots/list': { request: z.strictObject({}), reply: slotsView },
  /** With `path`: the board on this port. Without: the next board that is plugged in. */
  'slots/teach': { request: z.strictObject({ number: slotNumber, path: z.string().min(1).max(400).optional() }), reply: slotsView },
  'slots/stop-teaching': { request: z.strictObject({}), reply: slotsView },
  'slots/change': { request: z.strictObject({ number: slotNumber, name: z.string().max(40).optional(), place: slotPlace.optional() }), reply: slotsView },
  'slots/forget': { request: z.strictObject({ number: slotNumber }), reply: slotsView },
} as const;

/** Boards come and go, slots are taught and changed. */
export const slotEvents = { 'slots/changed': slotsView } as const;
