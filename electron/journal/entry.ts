import { z } from 'zod';

const id = z.string().max(200);

const certificate = z.strictObject({
  subject: z.string(),
  issuer: z.string(),
  /** Hexadecimal. */
  serial: z.string(),
  /** Of the DER, 64 hexadecimal digits. */
  sha256: z.string(),
});
export type RecordedCertificate = z.infer<typeof certificate>;

/** What is known of a step's contents; older lines have none of it. Public data only. */
const facts = {
  /** Certificates that the step writes, or that the key is proved to belong to. */
  certificates: z.array(certificate).optional(),
  /** Names of the files that it came from, without folders. */
  files: z.array(z.string()).optional(),
  /** Of a protected update: the trust anchor that the chip verifies it with, and the certificate in it. */
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
  /** Before → after in words, with the SHA-256 of bytes that are no secret. */
  changes: z.array(z.strictObject({ field: z.string(), before: z.string(), after: z.string() })),
  ...facts,
});

/** What the journal says of one moment. Never a secret: a plan names its secrets, and steps tell sizes of them. */
export const happening = z.discriminatedUnion('what', [
  /** The first line of a day; `prev` is then the last line of the day before. */
  z.strictObject({ what: z.literal('opened'), after: z.string() }),
  /** The line before was cut short by a crash; `prev` is its SHA-256 as it stands. */
  z.strictObject({ what: z.literal('torn'), bytes: z.number().int() }),
  /** The file had so many lines when this program wrote last, and has fewer now: its end was cut meanwhile. */
  z.strictObject({ what: z.literal('lines-missing'), lines: z.number().int() }),
  /** The computer's clock is earlier than the line before: it was set back. `last`: what that line says. */
  z.strictObject({ what: z.literal('clock-set-back'), last: z.string() }),
  /** A file of the journal's folder that is not in its chain was given another name, so that it is not in the way. */
  z.strictObject({ what: z.literal('file-set-aside'), file: z.string(), as: z.string(), why: z.string() }),
  z.strictObject({
    what: z.literal('run-started'),
    run: id,
    chipId: id,
    uid: z.string(),
    port: z.string(),
    /** Who works here, as Settings or the command line say; absent: the user of the system, as in `who`. */
    operator: z.string().optional(),
    /** Host name. */
    station: z.string().optional(),
    /** USB serial number of the board. */
    boardSerial: z.string().optional(),
    /** Of the program. */
    version: z.string().optional(),
    simulated: z.boolean(),
    title: z.string(),
    planSha256: z.string(),
    /** The plan as a file: with it the run can be gone on with after a restart. */
    plan: z.string(),
    steps: z.array(step),
    /** Of hidden contents that the steps write: HMAC-SHA-256 with the station's content key (see contentKey.ts). */
    contents: z.array(z.strictObject({ step: id, hmac: z.string().regex(/^[0-9a-f]{64}$/) })).optional(),
  }),
  z.strictObject({ what: z.literal('step-begun'), run: id, step: id, irreversible: z.boolean() }),
  z.strictObject({ what: z.literal('step-ended'), run: id, step: id, state: z.enum(['done', 'unchanged', 'unproved', 'failed', 'cancelled']), says: z.string(), code: id.optional() }),
  z.strictObject({
    what: z.literal('run-ended'),
    run: id,
    state: z.enum(['finished', 'failed', 'cancelled']),
    says: z.string(),
    /** Code of the fault that ended it. Older lines have it in front of what they say. */
    code: id.optional(),
    /** A later proof can settle an earlier step: each step as it is in the end. */
    steps: z.array(z.strictObject({ step: id, state: z.string(), says: z.string(), code: id.optional() })),
  }),
  /** An interrupted run that nobody will go on with, and who says so. */
  z.strictObject({ what: z.literal('run-set-aside'), run: id }),
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

/** Reads a line; undefined when it is none. */
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
