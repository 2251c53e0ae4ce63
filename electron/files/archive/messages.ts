import { z } from 'zod';
import type { ChipId } from '../../../core/objects/uid.ts';
import { reelObjects } from '../../../core/bundle/names.ts';
import type { BundleProblem } from '../../../core/bundle/certificateTable.ts';
import type { Fault } from '../../../core/result/fault.ts';
import { mostArchives, outerLimits } from './limits.ts';
import type { BundleFault } from './readBundle.ts';

const bytes = z.custom<Uint8Array>((value) => value instanceof Uint8Array);
/** A list with a limited length. The length is checked before the items; otherwise a million wrong items would give a million errors. */
const few = <T extends z.ZodType>(item: T, most: number) => z.custom<unknown[]>((value) => Array.isArray(value) && value.length <= most).pipe(z.array(item));

const namedBytes = z.strictObject({ name: z.string(), bytes });

const reelName = { reelId: z.string(), batch: z.string() } as const;
const named = z.discriminatedUnion('kind', [z.strictObject({ ...reelName, kind: z.literal('certificates'), object: z.enum(reelObjects) }), z.strictObject({ ...reelName, kind: z.literal('keys') })]);
const inner = z.strictObject({ name: z.string(), bytes, named, room: z.number() });

/** A request to a worker. It may contain a transport key; answers never do. */
export const job = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('split'), inputs: few(namedBytes, outerLimits.files) }),
  z.strictObject({ kind: z.literal('table'), object: z.enum(reelObjects), inner: few(inner, mostArchives) }),
  z.strictObject({ kind: z.literal('keys'), archive: namedBytes, transportKey: z.string() }),
]);
export type Job = z.infer<typeof job>;

const isChipId = (value: unknown): boolean => typeof value === 'string' && value.length === 20;
/** Checks the certificates as one value. Otherwise each wrong one of a reel would be reported separately. */
const ids = z.custom<ChipId[]>((value) => Array.isArray(value) && value.every(isChipId));
const isFault = (value: unknown): boolean => typeof value === 'object' && value !== null && 'code' in value && 'data' in value;
const problems = z.custom<BundleProblem[]>((value) => Array.isArray(value) && value.every(isFault));

const parts = z.strictObject({ ...reelName, inner: few(inner, mostArchives), extra: z.number() });
const table = z.strictObject({
  object: z.enum(reelObjects),
  ids,
  ends: z.custom<Uint32Array>((value) => value instanceof Uint32Array),
  der: bytes,
  problems,
  others: z.number(),
});

/** There are two kinds of keys. An archive may have several files of each kind. */
const mostKeyFiles = 1000;
const keyTables = few(z.strictObject({ kind: z.enum(['pbs', 'auto']), ids, keys: bytes }), mostKeyFiles);
const counts = z.strictObject({ done: z.number(), total: z.number() });

/** A worker's messages. */
export const told = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('progress'), archive: z.string(), files: counts }),
  z.strictObject({ kind: z.literal('parts'), parts }),
  z.strictObject({ kind: z.literal('table'), table: table.optional() }),
  z.strictObject({ kind: z.literal('keys'), keys: keyTables, problems }),
  z.strictObject({ kind: z.literal('fault'), fault: z.custom<Fault<BundleFault>>(isFault) }),
]);
export type Told = z.infer<typeof told>;
