import { z } from 'zod';

/** An access of an object that depends on an authorization or on the shielded connection. */
const guarded = z.strictObject({
  object: z.string(),
  name: z.string(),
  access: z.enum(['read', 'change', 'execute']),
  open: z.boolean(),
  /** Why it is not open. */
  why: z.string().optional(),
  /** Closed, and only the shielded connection can open it. */
  needsShielded: z.boolean(),
});

/** What this connection has reached on the chip, and what that opens. */
export const reachView = z.strictObject({ authorized: z.array(z.string()), shielded: z.boolean(), guarded: z.array(guarded) });
export type ReachView = z.infer<typeof reachView>;

/** Auto states and the shielded connection. A reference's secret never crosses to the window. */
export const reachOperations = {
  'chip/reach': { request: z.strictObject({}), reply: reachView },
  /** With the reference of the open reel that the chip is on, or with one in a file. */
  'chip/authorize': { request: z.strictObject({ reference: z.string().max(10), ticket: z.string().max(100).optional() }), reply: reachView },
  /** Reads one object that only a shielded connection can read: the board's firmware has it, or not. */
  'chip/try-shielded': { request: z.strictObject({}), reply: reachView },
} as const;
