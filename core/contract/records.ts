import { z } from 'zod';
import { showsReview } from './plan.ts';

const none = z.strictObject({});
const oneRun = z.strictObject({ run: z.string().max(200) });

/** `interrupted`: the journal does not have the end of the run, because the program or its computer stopped during the run. */
export const recordStates = ['finished', 'failed', 'cancelled', 'interrupted', 'set-aside'] as const;

export type RecordState = (typeof recordStates)[number];

/** A certificate in a record: written by a step, or found to belong to the key. */
const recordedCertificate = z.strictObject({ subject: z.string(), issuer: z.string(), serial: z.string(), sha256: z.string() });
export type RecordedCertificate = z.infer<typeof recordedCertificate>;

/** The unit of a job that the run was for. */
export const runUnit = z.strictObject({ job: z.string(), revision: z.number().int(), title: z.string(), serial: z.string().optional() });
export type RunUnit = z.infer<typeof runUnit>;

const rowFields = {
  run: z.string(),
  title: z.string(),
  chipId: z.string(),
  simulated: z.boolean(),
  startedAt: z.string(),
  /** The system's user, and the machine. */
  who: z.string(),
  operator: z.string(),
  /** Host name. */
  station: z.string(),
  unit: runUnit.optional(),
  state: z.enum(recordStates),
  /** How the run ended, if it failed. */
  says: z.string(),
  /** Whether the journal file that contains it is intact. */
  whole: z.boolean(),
};
export const recordRow = z.strictObject({
  ...rowFields,
  /** Subjects of the certificates in the record. */
  subjects: z.array(z.string()),
});
export type RecordRow = z.infer<typeof recordRow>;

export const recordStep = z.strictObject({
  id: z.string(),
  kind: z.string(),
  title: z.string(),
  object: z.string(),
  irreversible: z.boolean(),
  changes: z.array(z.strictObject({ field: z.string(), before: z.string(), after: z.string() })),
  certificates: z.array(recordedCertificate).optional(),
  /** Names of the files that its contents were read from. */
  files: z.array(z.string()).optional(),
  /** For a protected update: the trust anchor, and the certificate in it. */
  signer: z.strictObject({ anchor: z.string(), certificate: recordedCertificate.optional() }).optional(),
  /** `unknown`: the step began and its result was not recorded; read the chip to find out. */
  state: z.enum(['waiting', 'unknown', 'done', 'unchanged', 'unproved', 'failed', 'cancelled']),
  /** The proof, or why it failed. */
  says: z.string(),
  ms: z.number(),
});
export type RecordStep = z.infer<typeof recordStep>;

export const recordView = z.strictObject({ ...rowFields, file: z.string(), endedAt: z.string().optional(), port: z.string(), boardSerial: z.string().optional(), version: z.string().optional(), planSha256: z.string(), steps: z.array(recordStep) });
export type RecordView = z.infer<typeof recordView>;

const count = z.strictObject({ done: z.number().int(), failed: z.number().int(), stopped: z.number().int(), chips: z.number().int() });

/**
 * Numbers of runs by result, and the number of chips. `found`: how many match the search, if there is one. `listed`: number
 * of rows in the list. `unreadable`: journal files that could not be read, so that their runs are missing.
 */
export const recordTotals = z.strictObject({ today: count, found: count.optional(), listed: z.number().int(), unreadable: z.array(z.string()) });
export type RecordTotals = z.infer<typeof recordTotals>;

/** Filter for runs: words that each must contain (in all that the record says), and results. */
const wanted = { search: z.string().max(200).optional(), state: z.enum(recordStates).optional() };
const saved = z.strictObject({ name: z.string(), folder: z.string() });

/** A run that can be resumed. */
export const unfinishedView = z.strictObject({
  run: z.string(),
  title: z.string(),
  chipId: z.string(),
  startedAt: z.string(),
  steps: z.array(recordStep),
  /** The chip that is on the port now. */
  chip: z.enum(['this-one', 'another', 'none']),
});
export type UnfinishedView = z.infer<typeof unfinishedView>;

/** What was done, from the journal. */
export const recordOperations = {
  /**
   * Runs, newest first, by their position in the list. From 0, the journal is read again; other pages are from the same
   * list. `total`: number of rows, as far as the journal was read for this page. Without `from` and `count`: the first page.
   */
  'records/list': {
    request: z.strictObject({ ...wanted, from: z.number().int().min(0).optional(), count: z.number().int().min(1).max(200).optional() }),
    reply: z.strictObject({ rows: z.array(recordRow), total: z.number().int() }),
  },
  /** The totals of the same list. Reads the journal to the end of the list. */
  'records/totals': { request: z.strictObject(wanted), reply: recordTotals },
  /** The filtered runs as a CSV file. */
  'records/export': { request: z.strictObject(wanted), reply: saved },
  'records/open': { request: oneRun, reply: recordView },
  'records/report': { request: z.strictObject({ run: z.string().max(200), as: z.enum(['html', 'json']) }), reply: saved },
  'records/unfinished': { request: none, reply: unfinishedView.optional() },
  /** Reviews the plan of an interrupted run again, from the chip's present content. Only reads are sent. */
  'records/resume': { request: oneRun, ...showsReview },
  /** The run will not be resumed. The journal records who decided this. */
  'records/set-aside': { request: oneRun, reply: z.strictObject({ done: z.literal(true) }) },
} as const;
