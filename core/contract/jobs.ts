import { z } from 'zod';
import { faultView } from './board.ts';
import { ticketId } from './ids.ts';

/** The sources from which a step can get content for each unit. A step without a source does the same to each unit. */
const jobSources = ['serial', 'chip-id', 'pairs', 'data-sets', 'key-in-chip'] as const;
export type JobSource = (typeof jobSources)[number];

/** A reviewed plan from which a job can be made. */
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
      /** The sample already had the result before the run, so the job expects it of every chip. */
      done: z.boolean(),
      /** Why it cannot be undone, for the person who types the id; absent when it can. */
      irreversibleBecause: z.string().optional(),
      sources: z.array(z.enum(jobSources)),
      /** The step sends a data set. If pairs are its source, it needs the key that signs data sets. */
      sends: z.boolean(),
      /** The step has the sample's key or certificate. If one such step takes the unit's pair, all must. */
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

/** The rule for serial numbers. `first`: the first number, as SN-0001; `numbers`: one number on each line. */
const serial = z.discriminatedUnion('from', [
  z.strictObject({ from: z.literal('given') }),
  z.strictObject({ from: z.literal('counter'), first: z.string().max(60) }),
  z.strictObject({ from: z.literal('list'), numbers: z.string().max(2_000_000) }),
]);

/** A date. The day ends at midnight UTC. */
const day = z.string().max(10).regex(/^\d{4}-\d\d-\d\d$/);

/** What an engineer decides at release. Paths are those at the station, relative to the folder of the job file. */
const jobRelease = z.strictObject({
  planId: ticketId,
  title: z.string().min(1).max(200),
  /** 0 = no limit. */
  quantity: z.number().int().min(0).max(1_000_000_000),
  validUntil: day.optional(),
  varies: z.array(vary).max(200),
  serial: serial.optional(),
  /**
   * The key that signs the data sets of the pairs: a file with the private key, the public key or the certificate, and the path of the
   * key file at the station.
   */
  pairSigner: z.strictObject({ ticket: ticketId, path }).optional(),
  /** Step id → the object id as typed. */
  confirmations: z.record(ticketId, z.string().max(40)).refine((typed) => Object.keys(typed).length <= 200),
  /** The private key that signs the job. */
  signer: ticketId,
  password: z.string().max(1024).optional(),
});

/** What a job file says, before the job runs in this window. */
const jobLook = z.strictObject({
  title: z.string(),
  revision: z.number().int(),
  /** What the job does: one line for each thing that a person decides on. */
  lines: z.array(z.string()),
  /** Why this station does not run the job now; empty when it may run. */
  problems: z.array(faultView),
  /** Faults that do not stop the job, because another signature is valid. */
  notes: z.array(faultView),
  /** `name`: the station's name for a trusted signer. `valid`: the signer is trusted, and the signature is correct. */
  signers: z.array(z.strictObject({ fingerprint: z.string(), name: z.string().optional(), valid: z.boolean() })),
});
export type JobLook = z.infer<typeof jobLook>;

export const jobOperations = {
  /** What a job file is, who signed it, and whether this station can run it. No chip is touched. */
  'jobs/look': { request: z.strictObject({ ticket: ticketId }), reply: jobLook },
  /** What a job made from this reviewed plan would do. Also answered after the plan's run. */
  'jobs/draft': { request: z.strictObject({ planId: ticketId }), reply: jobDraft },
  /** Makes the job from the review's rehearsal, signs and saves it. */
  'jobs/release': { request: jobRelease, reply: z.strictObject({ name: z.string(), folder: z.string(), id: z.string(), fingerprint: z.string(), /** Ticket of the file with the released job. */ ticket: ticketId }) },
} as const;
