import { z } from 'zod';

export const faultView = z.strictObject({
  code: z.string(),
  what: z.string(),
  object: z.string().optional(),
  why: z.string(),
  todo: z.string(),
  /** The raw answer of the chip or bridge, for example 0x8007. */
  raw: z.string().optional(),
});
export type FaultView = z.infer<typeof faultView>;

export const portView = z.strictObject({
  path: z.string(),
  kind: z.enum(['kitprog3', 'other', 'simulated']),
  title: z.string(),
  manufacturer: z.string().optional(),
  serialNumber: z.string().optional(),
  vendorId: z.string().optional(),
  productId: z.string().optional(),
  /** The Settings say that this device is not a board of this station. It is listed last, and the program never chooses it. */
  ignored: z.literal(true).optional(),
});
export type PortView = z.infer<typeof portView>;

const linkStates = ['none', 'not-connected', 'connecting', 'connected', 'busy', 'lost', 'not-a-bridge'] as const;

export const chipView = z.strictObject({
  family: z.enum(['trust-m-v1', 'trust-m-v3']),
  familyName: z.string(),
  build: z.string(),
  /** What a person should know about a build that is not listed. */
  buildWarning: z.string().optional(),
  uid: z.string(),
  /** 20 hexadecimal digits. */
  chipId: z.string(),
  lifecycle: z.strictObject({ global: z.string(), application: z.string() }),
  securityEvents: z.number().int(),
  /** Authorization references whose Auto state is set on this connection. */
  authorized: z.array(z.string()).optional(),
  /** Whether the board's firmware is known to use the shielded connection. */
  shielded: z.boolean().optional(),
});
export type ChipView = z.infer<typeof chipView>;

/** The board's state, which the top left corner shows on every screen. */
export const boardView = z.strictObject({
  link: z.enum(linkStates),
  port: portView.optional(),
  chip: chipView.optional(),
  simulated: z.boolean(),
  /** What the link is doing now, for people ("Sending the data set"). */
  activity: z.string().optional(),
  fault: faultView.optional(),
  /** A notice that is not a fault: resynchronised, another chip on this port. */
  notice: z.string().optional(),
});
export type BoardView = z.infer<typeof boardView>;

/** The link's stages, in order. The first failed stage shows the cause. */
export const healthView = z.strictObject({
  stages: z.array(
    z.strictObject({
      stage: z.enum(['port', 'bridge', 'chip', 'application']),
      state: z.enum(['ok', 'failed', 'not-reached']),
      says: z.string(),
      todo: z.string().optional(),
    }),
  ),
});
export type HealthView = z.infer<typeof healthView>;

export const traceRow = z.strictObject({
  id: z.number().int(),
  at: z.string(),
  command: z.string(),
  object: z.string().optional(),
  says: z.string(),
  /** Hex, or a note with the size where it contains a secret. */
  request: z.string(),
  response: z.string(),
  ms: z.number(),
  failed: z.boolean(),
});
export type TraceRow = z.infer<typeof traceRow>;
