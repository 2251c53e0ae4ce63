import { z } from 'zod';
import { decodedGroup } from './objects.ts';

/** The chip page: who the chip is, how it stands, and what that means. */
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
      /** Absent when the chip does not give it out. */
      value: z.number().int().optional(),
      text: z.string(),
      means: z.string(),
      /** Where it can be changed, the range. */
      range: z.strictObject({ least: z.number().int(), most: z.number().int() }).optional(),
      why: z.string().optional(),
    }),
  ),
});
export type ChipPageView = z.infer<typeof chipPageView>;
