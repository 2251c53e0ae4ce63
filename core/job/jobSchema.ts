import { z } from 'zod';
import { stepJson } from '../plan/planFile.ts';
import { laterSources } from './job.ts';

export const jobFormat = 'trust-bench-job';
/** The format's version that this program writes, and the highest one that it reads. */
export const jobVersion = 1;

/** Only visible characters: no control characters, direction marks or other invisible ones. */
const seen = /^[^\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}]*$/u;
const text = (most: number) => z.string().min(1).max(most).regex(seen, 'It has characters that are not visible');
const id = z.string().min(1).max(80);
const uuid = z.string().regex(/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/, 'It is not a UUID in lower case');
const sha256 = z.string().regex(/^[0-9a-f]{64}$/, 'It is not a SHA-256');
const oid = z.string().regex(/^0x[0-9A-F]{4}$/, 'It is not an object id as 0xE0F1');
const time = z.string().refine(isTime, 'It is not a time as 2026-11-28T10:00:00Z');
const metadata = z.string().regex(/^20([0-9a-f]{2}){1,45}$/, 'It is not metadata');
const path = text(500);
const count = (least: number, most: number) => z.number().int().min(least).max(most);

/** Whether a text is a time in UTC with whole seconds, on a day that exists: `2026-11-28T10:00:00Z`. */
function isTime(text: string): boolean {
  if (!/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/.test(text)) return false;
  const at = new Date(text);
  return !Number.isNaN(at.getTime()) && at.toISOString() === text.replace('Z', '.000Z');
}

const later = z.looseObject({ kind: z.enum(laterSources) });

const source = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('serial') }),
  z.strictObject({ kind: z.literal('chip-id') }),
  z.strictObject({ kind: z.literal('pairs'), folder: path, signer: z.strictObject({ file: path, fingerprint: sha256 }).optional(), secret: text(200).optional() }),
  z.strictObject({ kind: z.literal('data-sets'), folder: path }),
  z.strictObject({ kind: z.literal('key-in-chip') }),
]);

const serialNumber = text(64);
const serial = z.discriminatedUnion('from', [
  z.strictObject({ from: z.literal('given') }),
  z.strictObject({ from: z.literal('counter'), prefix: z.string().max(40).regex(seen), width: count(1, 15), first: count(0, 999_999_999_999_999) }),
  z.strictObject({ from: z.literal('list'), values: z.array(serialNumber).min(1).max(20_000) }),
]);

const varies = (sourceOf: z.ZodType<unknown>) => z.array(z.strictObject({ step: id, source: sourceOf })).max(200);

const fields = {
  format: z.literal(jobFormat),
  version: z.literal(jobVersion),
  id: uuid,
  revision: count(1, 1_000_000),
  title: text(200),
  issuedBy: text(200),
  issuedAt: time,
  validFrom: time.optional(),
  validUntil: time.optional(),
  quantity: count(0, 1_000_000_000),
  chip: z.strictObject({ family: z.enum(['trust-m-v1', 'trust-m-v3']), builds: z.array(z.string().regex(/^\d{4}$/)).min(1).max(50).optional(), profile: text(80).optional() }),
  states: z.array(z.strictObject({ object: oid, before: metadata, after: z.array(metadata).max(400) })).max(200),
  steps: z.array(stepJson).min(1).max(200),
  expected: z.array(z.strictObject({ step: id, state: z.enum(['needed', 'done']) })).min(1).max(200),
  serial: serial.optional(),
  materials: z.array(z.strictObject({ name: text(200), bytes: count(1, 100_000) })).max(200),
  publicParts: z.array(z.strictObject({ what: text(80), object: oid.optional(), sha256 })).max(200),
  confirmed: z.array(oid).max(200),
  proof: z.strictObject({ unproved: z.array(id).max(200) }),
  label: z.strictObject({ text: text(500) }).optional(),
  export: z.strictObject({ as: z.enum(['csv', 'jsonl', 'pem']), folder: path }).optional(),
  follows: z.array(uuid).min(1).max(50).optional(),
};

/** The job of a file. */
export const jobJson = z.strictObject({ ...fields, varies: z.array(z.strictObject({ step: id, source })).max(200) });
export type JobJson = z.infer<typeof jobJson>;

/** A job that is valid, except that it uses sources which this version does not have. */
export const jobWithLaterSources = z.strictObject({ ...fields, varies: varies(z.union([source, later])) });

const base64Url = z.string().min(1).max(4096).regex(/^[A-Za-z0-9_-]+$/, 'It is not base64url');

/** The whole file: the job and its signatures. */
export const jobFileJson = z.strictObject({
  job: z.unknown(),
  signatures: z.array(z.strictObject({ protected: base64Url, signature: base64Url })).max(16),
});
