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

/** The process that works on the unit, so that a later program can find out whether it still runs. */
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

/** `check`: a person has to look at the chip. `done-before` has no line, because nothing was done. */
export const unitEnded = z.strictObject({
  what: z.literal('unit-ended'),
  /** Absent when nothing was run, because the chip differed from what the job expects. */
  run: id.optional(),
  ...unit,
  result: z.enum(['pass', 'fail', 'check']),
  /** Code of the fault; `says`: its text. */
  code: id.optional(),
  says: z.string(),
  /** Time from reading the chip's identity to the result, ms; absent when a later program gave the result. */
  ms: z.number().int().min(0).optional(),
});

/** This station read or ran a job with a good signature and a higher revision than before. `by`: SHA-256 of the keys that signed it. */
export const jobSeen = z.strictObject({ what: z.literal('job-seen'), job: id, revision: z.number().int().min(1), title: z.string(), by: z.array(z.string()) });

/** A job was withdrawn: this station runs none of its revisions. */
export const jobWithdrawn = z.strictObject({ what: z.literal('job-withdrawn'), job: id, title: z.string() });

/** From now on, this station accepts or refuses jobs of this signer. `fingerprint`: SHA-256 of the public key. */
export const jobSigner = z.strictObject({ what: z.literal('job-signer'), fingerprint: z.string(), name: z.string(), trusted: z.boolean() });
