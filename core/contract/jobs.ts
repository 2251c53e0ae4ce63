import { z } from 'zod';
import { faultView } from './board.ts';
import { ticketId } from './ids.ts';

/** Where the content of a step can come from for each unit; a step without one is the same for each. */
const jobSources = ['serial', 'chip-id', 'pairs', 'data-sets', 'key-in-chip'] as const;
export type JobSource = (typeof jobSources)[number];

/** A reviewed plan as the start of a job. */
export const jobDraft = z.strictObject({
  title: z.string(),
  /** For people: "OPTIGA Trust M V3". */
  chip: z.string(),
  steps: z.array(
    z.strictObject({
      id: z.string(),
      title: z.string(),
      /** As 0xE0F1. */
      object: z.string(),
      /** The sample had it already before the run: the job expects that of every chip. */
      done: z.boolean(),
      /** Why it cannot be undone, for the person who types the id; absent when it can. */
      irreversibleBecause: z.string().optional(),
      sources: z.array(z.enum(jobSources)),
      /** It sends a data set: pairs for it need the key that signs data sets. */
      sends: z.boolean(),
      /** It has the key or the certificate of the sample: with pairs, all of these take the unit's. */
      pair: z.boolean(),
    }),
  ),
});
export type JobDraft = z.infer<typeof jobDraft>;

const path = z.string().min(1).max(500);
const vary = z.discriminatedUnion('kind', [
  z.strictObject({ step: ticketId, kind: z.literal('serial') }),
  z.strictObject({ step: ticketId, kind: z.literal('chip-id') }),
  z.strictObject({ step: ticketId, kind: z.literal('key-in-chip') }),
  z.strictObject({ step: ticketId, kind: z.literal('data-sets'), folder: path }),
  z.strictObject({ step: ticketId, kind: z.literal('pairs'), folder: path }),
]);

/** Where serial numbers come from. `first`: SN-0001; `numbers`: one a line. */
const serial = z.discriminatedUnion('from', [
  z.strictObject({ from: z.literal('given') }),
  z.strictObject({ from: z.literal('counter'), first: z.string().max(60) }),
  z.strictObject({ from: z.literal('list'), numbers: z.string().max(2_000_000) }),
]);

/** A day, to its end in UTC. */
const day = z.string().max(10).regex(/^\d{4}-\d\d-\d\d$/);

/** What an engineer decides. Paths are those of the station, from the folder of the job file. */
const jobRelease = z.strictObject({
  planId: ticketId,
  title: z.string().min(1).max(200),
  /** 0 = no limit. */
  quantity: z.number().int().min(0).max(1_000_000_000),
  validUntil: day.optional(),
  varies: z.array(vary).max(200),
  serial: serial.optional(),
  /** The key that signs the data sets of the pairs: a file with its private or public part or its certificate, and its path at the station. */
  pairSigner: z.strictObject({ ticket: ticketId, path }).optional(),
  /** Step id → the object id as typed. */
  confirmations: z.record(ticketId, z.string().max(40)).refine((typed) => Object.keys(typed).length <= 200),
  /** The private key that signs the job. */
  signer: ticketId,
  password: z.string().max(1024).optional(),
});

/** A job file, before it is run in this window. */
const jobLook = z.strictObject({
  title: z.string(),
  revision: z.number().int(),
  /** What the job does, a line for each thing that a person decides on. */
  lines: z.array(z.string()),
  /** Why this station does not run it now; empty: it may. */
  problems: z.array(faultView),
  /** What is wrong beside a signature that is good. */
  notes: z.array(faultView),
  /** `name`: as the station knows the trusted signer. `valid`: trusted and right. */
  signers: z.array(z.strictObject({ fingerprint: z.string(), name: z.string().optional(), valid: z.boolean() })),
});
export type JobLook = z.infer<typeof jobLook>;

export const jobOperations = {
  /** What a job file is, who signed it, and whether this station can run it. No chip is touched. */
  'jobs/look': { request: z.strictObject({ ticket: ticketId }), reply: jobLook },
  /** What a job of this reviewed plan would do; also after its run. */
  'jobs/draft': { request: z.strictObject({ planId: ticketId }), reply: jobDraft },
  /** Makes the job from the review's rehearsal, signs and saves it. */
  'jobs/release': { request: jobRelease, reply: z.strictObject({ name: z.string(), folder: z.string(), id: z.string(), fingerprint: z.string(), /** Ticket of the released job's file. */ ticket: ticketId }) },
} as const;
