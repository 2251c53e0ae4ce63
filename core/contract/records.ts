import { z } from 'zod';
import { showsReview } from './plan.ts';

const none = z.strictObject({});
const oneRun = z.strictObject({ run: z.string().max(200) });

/** `interrupted`: the journal has no end of it; the program or its machine stopped in the middle. */
export const recordStates = ['finished', 'failed', 'cancelled', 'interrupted', 'set-aside'] as const;

export type RecordState = (typeof recordStates)[number];

const rowFields = {
  run: z.string(),
  title: z.string(),
  chipId: z.string(),
  simulated: z.boolean(),
  startedAt: z.string(),
  who: z.string(),
  state: z.enum(recordStates),
  /** How it ended, when it did not end well. */
  says: z.string(),
  /** Whether the file that it is in is whole. */
  whole: z.boolean(),
};
export const recordRow = z.strictObject(rowFields);
export type RecordRow = z.infer<typeof recordRow>;

export const recordStep = z.strictObject({
  id: z.string(),
  kind: z.string(),
  title: z.string(),
  object: z.string(),
  irreversible: z.boolean(),
  changes: z.array(z.strictObject({ field: z.string(), before: z.string(), after: z.string() })),
  /** `unknown`: begun, and nobody wrote down what became of it; reading the chip tells. */
  state: z.enum(['waiting', 'unknown', 'done', 'unchanged', 'unproved', 'failed', 'cancelled']),
  /** The proof, or why it failed. */
  says: z.string(),
  ms: z.number(),
});
export type RecordStep = z.infer<typeof recordStep>;

export const recordView = z.strictObject({ ...rowFields, file: z.string(), port: z.string(), planSha256: z.string(), steps: z.array(recordStep) });
export type RecordView = z.infer<typeof recordView>;

/** A run that can be gone on with. */
export const unfinishedView = z.strictObject({
  run: z.string(),
  title: z.string(),
  chipId: z.string(),
  startedAt: z.string(),
  steps: z.array(recordStep),
  /** What is on the port now. */
  chip: z.enum(['this-one', 'another', 'none']),
});
export type UnfinishedView = z.infer<typeof unfinishedView>;

/** What was done, out of the journal. */
export const recordOperations = {
  /** Runs, newest first, a page at a time. `search`: words that chip, plan, person or day must hold. `after`: `next` of the page before. */
  'records/list': {
    request: z.strictObject({ search: z.string().max(200).optional(), state: z.enum(recordStates).optional(), after: z.string().max(200).optional() }),
    reply: z.strictObject({ rows: z.array(recordRow), next: z.string().optional() }),
  },
  'records/open': { request: oneRun, reply: recordView },
  'records/report': { request: z.strictObject({ run: z.string().max(200), as: z.enum(['html', 'json']) }), reply: z.strictObject({ name: z.string(), folder: z.string() }) },
  'records/unfinished': { request: none, reply: unfinishedView.optional() },
  /** Reviews the plan of an interrupted run again, from what the chip holds now. Nothing is sent but reads. */
  'records/resume': { request: oneRun, ...showsReview },
  /** It will not be gone on with; the journal says who decided so. */
  'records/set-aside': { request: oneRun, reply: z.strictObject({ done: z.literal(true) }) },
} as const;
