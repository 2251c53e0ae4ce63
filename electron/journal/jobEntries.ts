import { z } from 'zod';

const id = z.string().max(200);

/** The job and the chip that a line is about. */
const unit = {
  job: id,
  revision: z.number().int().min(1),
  chipId: id,
  /** Serial number of the unit; absent where the job has none. */
  serial: id.optional(),
};

/** The process that works on the unit. With it, a later program knows whether the work still goes on. */
const owner = z.strictObject({ pid: z.number().int(), started: z.string(), host: z.string(), token: z.string() });

export const unitTaken = z.strictObject({
  what: z.literal('unit-taken'),
  /** The run that is about to begin. */
  run: id,
  ...unit,
  title: z.string(),
  /** SHA-256 of the content that only this unit gets: its certificate, or the manifest of its data set. */
  content: z.array(z.string()).optional(),
  owner,
});

/** `check`: to be kept apart and looked at. `done-before` has no line: nothing was done. */
export const unitEnded = z.strictObject({
  what: z.literal('unit-ended'),
  /** Absent where nothing was run: the chip was not what the job expects. */
  run: id.optional(),
  ...unit,
  result: z.enum(['pass', 'fail', 'check']),
  /** Code of the fault, and what it says. */
  code: id.optional(),
  says: z.string(),
  /** From the unit's identity to its result, ms; absent where a later program settled it. */
  ms: z.number().int().min(0).optional(),
});

/** A job with a good signature was read or run here in a revision that is higher than all before. `by`: SHA-256 of the keys that signed. */
export const jobSeen = z.strictObject({ what: z.literal('job-seen'), job: id, revision: z.number().int().min(1), title: z.string(), by: z.array(z.string()) });

/** No revision of this job runs at this station any longer. */
export const jobWithdrawn = z.strictObject({ what: z.literal('job-withdrawn'), job: id, title: z.string() });

/** From now on, this station accepts or refuses jobs of this signer. `fingerprint`: SHA-256 of the public key. */
export const jobSigner = z.strictObject({ what: z.literal('job-signer'), fingerprint: z.string(), name: z.string(), trusted: z.boolean() });
