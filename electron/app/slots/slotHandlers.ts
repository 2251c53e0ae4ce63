import { ok } from '../../../core/result/result.ts';
import type { Area } from '../handlers.ts';
import type { SlotService } from './slotService.ts';

/** Implements the contract's operations on slots. */
export const slotHandlers = (slots: SlotService): Area<'slots'> => ({
  'slots/list': async () => ok(await slots.list()),
  'slots/teach': async ({ number, path }) => {
    if (path !== undefined) return slots.teach(number, path);
    // The call returns at once. The result of the teach-in is sent as an event.
    void slots.teachNext(number);
    return ok(await slots.list());
  },
  'slots/stop-teaching': async () => {
    slots.stopTeaching();
    return ok(await slots.list());
  },
  'slots/change': ({ number, name, place }) => slots.change(number, { name, place }),
  'slots/forget': ({ number }) => slots.forget(number),
});
