import { z } from 'zod';
import { faultView } from './board.ts';
import { certificateFacts } from './material.ts';

/** One side of a change. Bytes are hex, and absent where they contain a secret or a key. */
const sideView = z.strictObject({ says: z.string(), bytes: z.string().optional(), certificate: certificateFacts.optional() });

export const changeView = z.strictObject({
  /** "change condition", "content", "lifecycle state" … */
  field: z.string(),
  before: sideView,
  after: sideView,
});
export type ChangeView = z.infer<typeof changeView>;

export const stepView = z.strictObject({
  id: z.string(),
  kind: z.string(),
  /** What the step does: "Write the trust anchor into 0xE0E3". */
  title: z.string(),
  object: z.string(),
  undoable: z.boolean(),
  /** Why it can't be undone, for the person who confirms it. */
  irreversibleBecause: z.string().optional(),
  /** How the run will check that it worked. */
  verifiedBy: z.string(),
  changes: z.array(changeView),
  rehearsal: z.enum(['would-change', 'already-done', 'refused', 'not-reached', 'not-rehearsable']),
  fault: faultView.optional(),
  /** Why a step could not be rehearsed, or what about it is not proved. */
  note: z.string().optional(),
  /** It was rehearsed with given inputs, but nothing shows that the chip holds the same. */
  assumes: z.string().optional(),
  /** Bytes of the frames to send, and the chip's expected time in ms. */
  cost: z.strictObject({ bytes: z.number(), chipMs: z.number(), cycles: z.number() }),
});
export type StepView = z.infer<typeof stepView>;

export const planView = z.strictObject({
  planId: z.string(),
  title: z.string(),
  chipId: z.string(),
  simulated: z.boolean(),
  steps: z.array(stepView),
  /**
   * The result of the rehearsal. Headline, colour and button depend on it. `refused`: the plan can't be run.
   * `not-all-tried`: it can be run, but only the chip can tell whether it succeeds.
   */
  verdict: z.enum(['passed', 'not-all-tried', 'refused']),
  fault: faultView.optional(),
  warnings: z.array(z.string()),
  /**
   * The last finished run of this station on this chip, if this plan would change the chip again. `subjects`: of the
   * device certificates that the run wrote.
   */
  doneBefore: z.strictObject({ at: z.string(), agoMs: z.number(), title: z.string(), run: z.string(), subjects: z.array(z.string()) }).optional(),
  /** Files that the user must give before the plan can run: the plan names them and does not contain them. */
  needs: z.array(z.strictObject({ name: z.string(), object: z.string(), bytes: z.number(), kind: z.enum(['content', 'data-set', 'aes-key']) })),
  expectedMs: z.number(),
});
export type PlanView = z.infer<typeof planView>;

/** An operation whose reply is a review. The plan can run as soon as the page has received the review. */
export const showsReview = { reply: planView, shows: ({ planId }: PlanView): string | undefined => planId } as const;

const stepStates = ['waiting', 'running', 'done', 'unchanged', 'failed', 'cancelled', 'unproved'] as const;

export const runView = z.strictObject({
  runId: z.string(),
  planId: z.string(),
  title: z.string(),
  chipId: z.string(),
  simulated: z.boolean(),
  /** The port of its board. */
  port: z.string(),
  state: z.enum(['running', 'cancelling', 'finished', 'failed', 'cancelled']),
  startedAt: z.string(),
  steps: z.array(
    z.strictObject({
      id: z.string(),
      kind: z.string(),
      title: z.string(),
      object: z.string(),
      state: z.enum(stepStates),
      ms: z.number(),
      says: z.string().optional(),
      /** The proof in words: what was compared or verified. */
      proof: z.string().optional(),
      /** The certificates that the run wrote, and the names of the files that they came from. */
      written: z.strictObject({ certificates: z.array(z.strictObject({ subject: z.string(), serial: z.string() })), files: z.array(z.string()) }).optional(),
    }),
  ),
  /** 0…1, from the bytes still to send and the known times of the chip. */
  progress: z.number().min(0).max(1),
  /** It stopped, and resuming it can help. */
  resumable: z.boolean(),
  fault: faultView.optional(),
});
export type RunView = z.infer<typeof runView>;
