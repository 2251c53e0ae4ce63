import { z } from 'zod';
import type { ReelThing } from '../bundle/reel.ts';
import { faultView } from './board.ts';
import { ticketId } from './ids.ts';
import { recordStates } from './records.ts';
import { reelLimits } from './reelLimits.ts';

const counts = z.strictObject({ done: z.number().int(), total: z.number().int() });
const saved = z.strictObject({ name: z.string(), folder: z.string() });
const done = z.strictObject({ done: z.literal(true) });
const chipId = z.string().max(20);
const objects = z.enum(['E0E0', 'E0E1', 'E0E2']);

/** What the bundle contains for a chip. */
export const reelThings = ['E0E0', 'E0E1', 'E0E2', 'pbs', 'auto'] as const satisfies readonly ReelThing[];
export type ReelThingName = (typeof reelThings)[number];

export const reelView = z.strictObject({
  id: z.string(),
  reelId: z.string(),
  batch: z.string(),
  /** State of the secrets: no archive, waiting for the transport key, or unlocked. */
  lock: z.enum(['none', 'locked', 'open']),
  sums: z.strictObject({
    chips: z.number().int(),
    certificates: z.strictObject({ E0E0: z.number().int(), E0E1: z.number().int(), E0E2: z.number().int() }),
    pbs: z.number().int(),
    auto: z.number().int(),
    withoutSecrets: z.number().int(),
    withoutCertificates: z.number().int(),
    lacking: z.strictObject({ E0E0: z.number().int(), E0E1: z.number().int(), E0E2: z.number().int(), pbs: z.number().int(), auto: z.number().int() }),
  }),
  /** What chips lack, one sentence each. */
  gaps: z.array(z.string()),
  /** Progress of verifying every certificate, as a sentence. */
  verified: z.string(),
  problems: z.array(faultView),
  /** Total number of problems; the list above may be shortened. */
  problemCount: z.number().int(),
});
export type ReelView = z.infer<typeof reelView>;

const reelChipStates = ['none', 'on-reel', 'not-genuine'] as const;

export const reelRow = z.strictObject({
  chipId: z.string(),
  batch: z.string(),
  x: z.number().int(),
  y: z.number().int(),
  subject: z.string(),
  serial: z.string(),
  holds: z.array(z.enum(reelThings)),
  /** Result of its check when it was connected, since the program's start. */
  state: z.enum(reelChipStates),
  /** How the last run on it ended, from this station's journal. */
  run: z.enum(recordStates).optional(),
});
export type ReelRow = z.infer<typeof reelRow>;

export const chipVerdict = z.strictObject({
  chipId: z.string(),
  verdict: z.enum(['on-reel', 'other-reel', 'not-judged', 'not-genuine']),
  says: z.string(),
  reel: z.string().optional(),
  checks: z.array(z.strictObject({ object: objects, what: z.enum(['same', 'chain', 'proof', 'read']), state: z.enum(['good', 'bad', 'unknown']), says: z.string() })),
});
export type ChipVerdict = z.infer<typeof chipVerdict>;

export const anchorView = z.strictObject({ subject: z.string(), sha256: z.string(), notAfter: z.string(), pinned: z.boolean() });
export type AnchorView = z.infer<typeof anchorView>;

const secretForms = ['header', 'json', 'csv'] as const;

const reelId = z.string().max(200);
const reel = z.strictObject({ id: reelId });

/** Cloud ID reels. Certificates and numbers are sent to the window. A secret is sent only while its button is held down. */
export const reelOperations = {
  'reels/list': { request: z.strictObject({}), reply: z.array(reelView) },
  /** Files of one reel. Files of an open reel are added to it. */
  'reels/open': { request: z.strictObject({ tickets: z.array(ticketId).min(1).max(reelLimits.files) }), reply: reelView },
  'reels/cancel': { request: z.strictObject({}), reply: done },
  /** The transport key, typed, pasted, scanned, or in a file. It is not stored. */
  'reels/unlock': { request: z.strictObject({ id: reelId, transportKey: z.string().max(reelLimits.transportKey).optional(), ticket: ticketId.optional() }), reply: reelView },
  'reels/close': { request: reel, reply: z.array(reelView) },
  'reels/rows': {
    request: z.strictObject({ id: reelId, search: z.string().max(reelLimits.search), from: z.number().int().min(0), count: z.number().int().min(0).max(200) }),
    reply: z.strictObject({ total: z.number().int(), rows: z.array(reelRow) }),
  },
  /** `cells` in the form that `encodeCells` of wafer.ts writes. */
  'reels/wafer': { request: z.strictObject({ id: reelId, batch: z.string().max(12).optional() }), reply: z.strictObject({ batches: z.array(z.string()), batch: z.string(), cells: z.instanceof(Uint8Array) }) },
  /**
   * Finds the open reel that contains this chip, before any check. `reference`: whether the chip's authorization reference is unlocked on
   * an open reel.
   */
  'reels/where': { request: z.strictObject({ chipId }), reply: z.strictObject({ id: z.string().optional(), reelId: z.string().optional(), reference: z.boolean() }) },
  /** Checks the chip on the board. */
  'reels/verdict': { request: z.strictObject({}), reply: chipVerdict },
  'reels/anchors': { request: z.strictObject({}), reply: z.array(anchorView) },
  'reels/add-anchor': { request: z.strictObject({ ticket: ticketId }), reply: z.array(anchorView) },
  'reels/forget-anchors': { request: z.strictObject({}), reply: z.array(anchorView) },
  'reels/export-list': { request: reel, reply: saved },
  /** Encrypted to a recipient, or unencrypted after the reel's id was typed as confirmation. */
  'reels/export-secrets': {
    request: z.strictObject({ id: reelId, as: z.enum(secretForms), chipId: chipId.optional(), recipient: z.string().max(4000).optional(), typedReel: z.string().max(100).optional() }),
    reply: saved,
  },
  'reels/show-secret': { request: z.strictObject({ id: reelId, chipId, kind: z.enum(['pbs', 'auto']) }), reply: z.strictObject({ hex: z.string() }) },
} as const;

export const reelEvents = {
  /** Sent when background work changed something about the open reels. */
  'reels/changed': z.array(reelView),
  'reels/progress': z.strictObject({ archive: z.string(), archives: counts, files: counts }),
} as const;
export type ReelProgress = z.infer<(typeof reelEvents)['reels/progress']>;
