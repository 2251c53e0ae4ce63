import { z } from 'zod';
import { jobSeen, jobSigner, jobWithdrawn, unitEnded, unitTaken } from './jobEntries.ts';

const id = z.string().max(200);

const certificate = z.strictObject({
  subject: z.string(),
  issuer: z.string(),
  /** Hexadecimal. */
  serial: z.string(),
  /** SHA-256 of the DER, 64 hexadecimal digits. */
  sha256: z.string(),
});
export type RecordedCertificate = z.infer<typeof certificate>;

/** Facts about a step's contents; older lines have none. Public data only. */
const facts = {
  /** Certificates that the step writes, or that were proved to match the key. */
  certificates: z.array(certificate).optional(),
  /** Names of its source files, without folders. */
  files: z.array(z.string()).optional(),
  /** For a protected update: the trust anchor with which the chip verifies it, and the certificate in it. */
  signer: z.strictObject({ anchor: z.string(), certificate: certificate.optional() }).optional(),
};
const stepFacts = z.strictObject(facts);
export type StepFacts = z.infer<typeof stepFacts>;

const step = z.strictObject({
  id,
  kind: id,
  title: z.string(),
  object: id,
  irreversible: z.boolean(),
  /** Before → after in words, with the SHA-256 of bytes that are not secret. */
  changes: z.array(z.strictObject({ field: z.string(), before: z.string(), after: z.string() })),
  ...facts,
});

/** One entry of the journal. Never contains a secret: plans only name secrets, and steps only give their sizes. */
export const happening = z.discriminatedUnion('what', [
  /** The first line of a day. `prev` refers to the last line of the day before. */
  z.strictObject({ what: z.literal('opened'), after: z.string() }),
  /** A crash cut off the line before. `prev` is the SHA-256 of what is left of that line. */
  z.strictObject({ what: z.literal('torn'), bytes: z.number().int() }),
  /** After this program's last write, the file had `lines` lines. Now it has fewer, so its end was cut off in between. */
  z.strictObject({ what: z.literal('lines-missing'), lines: z.number().int() }),
  /** The computer's clock shows an earlier time than the line before: it was set back. `last`: the time in that line. */
  z.strictObject({ what: z.literal('clock-set-back'), last: z.string() }),
  /** The engineer confirmed with the PIN that the clock is right, although a line has a later time. `last`: the latest one. */
  z.strictObject({ what: z.literal('clock-confirmed'), last: z.string() }),
  /** A file in the journal's folder that is not part of its chain was renamed. */
  z.strictObject({ what: z.literal('file-set-aside'), file: z.string(), as: z.string(), why: z.string() }),
  z.strictObject({
    what: z.literal('run-started'),
    run: id,
    chipId: id,
    uid: z.string(),
    port: z.string(),
    /** The operator's name from Settings or the command line. Without it, the system's user in `who` was the operator. */
    operator: z.string().optional(),
    /** Host name. */
    station: z.string().optional(),
    /** USB serial number of the board. */
    boardSerial: z.string().optional(),
    /** Version of the program. */
    version: z.string().optional(),
    simulated: z.boolean(),
    title: z.string(),
    planSha256: z.string(),
    /** The plan as a file, so that the run can be resumed after a restart. */
    plan: z.string(),
    steps: z.array(step),
    /** HMAC-SHA-256 of hidden contents that the steps write, with the station's content key (see contentKey.ts). */
    contents: z.array(z.strictObject({ step: id, hmac: z.string().regex(/^[0-9a-f]{64}$/) })).optional(),
    /** The unit of a job that this run is for. */
    unit: z.strictObject({ job: id, revision: z.number().int().min(1), title: z.string(), serial: id.optional() }).optional(),
  }),
  z.strictObject({ what: z.literal('step-begun'), run: id, step: id, irreversible: z.boolean() }),
  z.strictObject({ what: z.literal('step-ended'), run: id, step: id, state: z.enum(['done', 'unchanged', 'unproved', 'failed', 'cancelled']), says: z.string(), code: id.optional() }),
  z.strictObject({
    what: z.literal('run-ended'),
    run: id,
    state: z.enum(['finished', 'failed', 'cancelled']),
    says: z.string(),
    /** Code of the fault that ended the run. In older lines, the code is before the text. */
    code: id.optional(),
    /** Final state of each step, because a later proof can complete an earlier step. */
    steps: z.array(z.strictObject({ step: id, state: z.string(), says: z.string(), code: id.optional() })),
  }),
  /** An interrupted run that will not be resumed, and who decided this. */
  z.strictObject({ what: z.literal('run-set-aside'), run: id }),
  unitTaken,
  unitEnded,
  jobSeen,
  jobWithdrawn,
  jobSigner,
]);
export type Happening = z.infer<typeof happening>;

/** Fields that every line has. `at`: ISO 8601, UTC; `who`: user and machine. */
const stamp = z.object({
  seq: z.number().int().min(1),
  prev: z.string().regex(/^[0-9a-f]{64}$/),
  at: z.string(),
  who: z.string(),
});

export type Entry = Happening & z.infer<typeof stamp>;

/** Reads an entry from a line; undefined when the line is not an entry. */
export function parseLine(line: string): Entry | undefined {
  let json: unknown;
  try {
    json = JSON.parse(line);
  } catch {
    return undefined;
  }
  const head = stamp.safeParse(json);
  if (!head.success || typeof json !== 'object' || json === null) return undefined;
  const { seq: _, prev: __, at: ___, who: ____, ...rest } = json as Record<string, unknown>;
  const body = happening.safeParse(rest);
  return body.success ? { ...head.data, ...body.data } : undefined;
}
