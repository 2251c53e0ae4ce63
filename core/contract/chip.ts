import { z } from 'zod';
import { decodedGroup } from './objects.ts';

/** The chip page: identity, state, and what they mean. */
export const chipPageView = z.strictObject({
  familyName: z.string(),
  firmware: z.string(),
  chipId: z.string(),
  uid: z.string(),
  uidFields: z.array(z.strictObject({ label: z.string(), text: z.string(), means: z.string() })),
  lifecycle: z.array(z.strictObject({ label: z.string(), text: z.string(), means: z.string() })),
  securityStatus: z.array(decodedGroup),
  events: z.strictObject({ count: z.number().int(), tone: z.enum(['good', 'warn', 'bad']), says: z.string(), means: z.string() }),
  monitor: z.array(z.strictObject({ label: z.string(), text: z.string() })),
  settings: z.array(
    z.strictObject({
      id: z.string(),
      label: z.string(),
      /** Absent when the chip does not allow reading it now. */
      value: z.number().int().optional(),
      text: z.string(),
      means: z.string(),
      /** The allowed range, if the value can be changed. */
      range: z.strictObject({ least: z.number().int(), most: z.number().int() }).optional(),
      why: z.string().optional(),
    }),
  ),
});
export type ChipPageView = z.infer<typeof chipPageView>;
