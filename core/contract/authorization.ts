import { z } from 'zod';

/** An access of an object that depends on an authorization or on the shielded connection. */
const guarded = z.strictObject({
  object: z.string(),
  name: z.string(),
  access: z.enum(['read', 'change', 'execute']),
  open: z.boolean(),
  /** Why it is not allowed. */
  why: z.string().optional(),
  /** Not allowed, and only the shielded connection can change that. */
  needsShielded: z.boolean(),
});

/** The rights of this connection on the chip, and what they allow. */
export const reachView = z.strictObject({ authorized: z.array(z.string()), shielded: z.boolean(), guarded: z.array(guarded) });
export type ReachView = z.infer<typeof reachView>;

/** Auto states and the shielded connection. A reference's secret never crosses to the window. */
export const reachOperations = {
  'chip/access': { request: z.strictObject({}), reply: reachView },
  /** Uses the chip's reference on the open reel, or the one in a file. */
  'chip/authorize': { request: z.strictObject({ reference: z.string().max(10), ticket: z.string().max(100).optional() }), reply: reachView },
  /** Reads one object that is only readable over a shielded connection. This shows whether the board's firmware uses it. */
  'chip/try-shielded': { request: z.strictObject({}), reply: reachView },
} as const;
