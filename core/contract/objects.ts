import { z } from 'zod';
import type { BindingKind, BoundAccess } from '../access/bindings.ts';
import type { ContentState } from '../objects/contentState.ts';
import type { PairSign } from '../objects/keyPairs.ts';
import { faultView } from './board.ts';
import { usages } from './datasets.ts';
import { ticketId } from './ids.ts';
import { workshopAlgorithms } from './keys.ts';
import { metadataRow } from './wizard.ts';

export const conditionView = z.strictObject({
  sentence: z.string(),
  /** Present truth; absent when it depends on something that can't be read. */
  truth: z.boolean().optional(),
  terms: z.array(z.strictObject({ sentence: z.string(), truth: z.boolean().optional() })),
});
export type ConditionView = z.infer<typeof conditionView>;

export const objectActions = ['read', 'write', 'erase', 'metadata', 'lock', 'count', 'generate-key', 'csr', 'sign-test'] as const;
export type ObjectActionName = (typeof objectActions)[number];

/** What can be done with an object now. `why` says what prevents it, term by term. */
export const objectAction = z.strictObject({ name: z.enum(objectActions), can: z.boolean(), why: z.string().optional() });
export type ObjectAction = z.infer<typeof objectAction>;

const contentStates = ['in-use', 'empty', 'secret', 'not-readable'] as const satisfies readonly ContentState[];

const bindingView = z.strictObject({
  to: z.string(),
  kind: z.enum(['anchor', 'update-secret', 'shielded', 'authorization', 'counter'] satisfies readonly BindingKind[]),
  accesses: z.array(z.enum(['change', 'read', 'execute', 'meta_update'] satisfies readonly BoundAccess[])),
});
export type BindingView = z.infer<typeof bindingView>;

/** The object that belongs to a key or certificate, and what shows this. */
const pairView = z.strictObject({ with: z.string(), sign: z.enum(['proved', 'usual', 'differs'] satisfies readonly PairSign[]) });
export type PairView = z.infer<typeof pairView>;

export const objectRow = z.strictObject({
  id: z.string(),
  kind: z.string(),
  name: z.string(),
  purpose: z.string(),
  type: z.string().optional(),
  lifecycle: z.string().optional(),
  usedSize: z.number().int().optional(),
  maxSize: z.number().int().optional(),
  /** Key objects: the algorithm of the key inside. */
  algorithm: z.string().optional(),
  /** Whether it has content. Known from the first read. */
  state: z.enum(contentStates).optional(),
  /** The lifecycle state is operational or later: no command of a host can change the object's conditions, type and usage. */
  locked: z.boolean(),
  /** The content in a few words: "CN=device", "3 of 10", "empty". Sent after the metadata. */
  glance: z.string().optional(),
  change: conditionView.optional(),
  read: conditionView.optional(),
  execute: conditionView.optional(),
  /** The objects on which it depends, by its conditions. */
  bindings: z.array(bindingView),
  /** For keys and certificates: the objects that belong to it. Sent with the contents. */
  pairs: z.array(pairView),
  actions: z.array(objectAction),
  metadata: z.string(),
  rows: z.array(metadataRow),
  /** What changed since the last reading of the list: names of fields, "content". */
  changed: z.array(z.string()),
  fault: faultView.optional(),
});
export type ObjectRow = z.infer<typeof objectRow>;

const decodedRow = z.strictObject({ label: z.string(), text: z.string() });
/** A group of rows: one certificate of a chain, the fields of the UID. */
export const decodedGroup = z.strictObject({ title: z.string(), rows: z.array(decodedRow) });
export type DecodedGroup = z.infer<typeof decodedGroup>;

export const objectData = z.strictObject({
  id: z.string(),
  /** Hex; absent when the object can't be read, or is a secret that was not requested. */
  data: z.string().optional(),
  /** A readable secret. It is sent only on request. */
  secret: z.boolean(),
  /** Why it can't be read. */
  unreadable: z.string().optional(),
  /** Why it is not shown although it is readable. It can still be compared and exported. */
  notShown: z.string().optional(),
  /** What the bytes mean. */
  decoded: z.array(decodedGroup),
  counter: z.strictObject({ value: z.number().int(), threshold: z.number().int() }).optional(),
  fault: faultView.optional(),
});
export type ObjectData = z.infer<typeof objectData>;

export const exportForms = ['pem', 'der', 'hex', 'dat', 'c', 'bin'] as const;
export type ExportForm = (typeof exportForms)[number];

export const compareView = z.strictObject({
  file: z.string(),
  equal: z.boolean(),
  says: z.string(),
  /** Hex of both; absent for secrets. */
  chip: z.string().optional(),
  given: z.string().optional(),
});
export type CompareView = z.infer<typeof compareView>;

/** What a dropped file means for an open object. */
export const offeredView = z.strictObject({
  /** Why nothing from the file may be written into an object: the file has a private key. */
  privateKey: faultView.optional(),
});
export type OfferedView = z.infer<typeof offeredView>;

export const signTestView = z.strictObject({
  message: z.string(),
  digest: z.string(),
  signature: z.string(),
  algorithm: z.string(),
  /** PEM; absent when it is not known. */
  publicKey: z.string().optional(),
  /** Where the public key was found. */
  publicKeyFrom: z.string(),
  /** Whether this program verified it with the public key, and whether the chip did, if it supports that. */
  verifiedHere: z.boolean(),
  verifiedByChip: z.boolean().optional(),
});
export type SignTestView = z.infer<typeof signTestView>;

const id = z.string().max(10);
const hexText = z.string().max(8_000);

/** The kinds of edit. Each becomes the step of a plan, which is rehearsed, reviewed, then run. */
export const objectEdit = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.literal('write'),
    id,
    /** One of the two: a file's ticket, or typed hexadecimal. */
    ticket: ticketId.optional(),
    hex: hexText.optional(),
    /** Writes the text of the file itself, not the bytes that the text describes. */
    asText: z.boolean().optional(),
    /** When absent, the whole content is replaced. */
    offset: z.number().int().min(0).max(1727).optional(),
    /** Only for certificates: whether the identity tag is written. When absent, the default of the object's kind applies. */
    identityTag: z.boolean().optional(),
    /** For a file with several certificates: writes all of them, as a TLS identity. */
    chain: z.boolean().optional(),
  }),
  z.strictObject({ kind: z.literal('erase'), id }),
  /** The metadata's bytes (`20 LL` and TLVs), or the vendor's JSON. Only fields that differ are written. */
  z.strictObject({ kind: z.literal('metadata'), id, hex: hexText.optional(), json: z.string().max(20_000).optional() }),
  z.strictObject({ kind: z.literal('lock'), id }),
  z.strictObject({ kind: z.literal('count'), id, add: z.number().int().min(1).max(255) }),
  z.strictObject({ kind: z.literal('generate-key'), id, algorithm: z.enum(workshopAlgorithms), usage: z.array(z.enum(usages)).min(1).max(4) }),
]);
export type ObjectEdit = z.infer<typeof objectEdit>;
