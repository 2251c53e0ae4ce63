import { z } from 'zod';
import { faultView } from './board.ts';
import { certificateView, keyView, secretView } from './material.ts';
import { objectChoice, wizardAnswers } from './wizard.ts';

const labelled = z.strictObject({ label: z.string(), text: z.string() });

/** One CBOR item of the manifest: its bytes are `from` up to, not with, `to`. */
export const treeRow = z.strictObject({
  depth: z.number().int(),
  from: z.number().int(),
  to: z.number().int(),
  name: z.string(),
  says: z.string(),
});
export type TreeRowView = z.infer<typeof treeRow>;

const payloadView = z.discriminatedUnion('state', [
  z.strictObject({ state: z.literal('shown'), hex: z.string(), rows: z.array(labelled) }),
  /** A key: what it is, never its bytes. */
  z.strictObject({ state: z.literal('key'), says: z.string(), fingerprint: z.string().optional() }),
  z.strictObject({ state: z.literal('encrypted'), says: z.string() }),
  z.strictObject({ state: z.literal('damaged') }),
]);

/** What the connected chip would say to a data set. */
export const predictionView = z.strictObject({
  verdict: z.enum(['accepted', 'refused', 'unknown']),
  chipId: z.string(),
  /** Error code of F1C2. */
  raw: z.string().optional(),
  why: z.string(),
  todo: z.string(),
  /** Answers of the seven steps that put it right. */
  prepare: wizardAnswers.pick({ target: true, anchorObject: true }).extend({ secretObject: z.string().optional(), metadata: z.boolean() }).optional(),
});
export type PredictionView = z.infer<typeof predictionView>;

export const setExports = ['console', 'file', 'header', 'json'] as const;
export type SetExport = (typeof setExports)[number];

/** A data set that main holds: what it is and what its check found. */
export const dataSetView = z.strictObject({
  id: z.string(),
  file: z.string(),
  title: z.string(),
  rows: z.array(labelled),
  signature: z.strictObject({ state: z.enum(['valid', 'invalid', 'unchecked']), says: z.string() }),
  certificate: certificateView.optional(),
  secret: secretView.optional(),
  /** What shows after sending that the key on the chip is the right one. */
  proof: z.strictObject({ says: z.string(), certificate: certificateView.optional() }).optional(),
  isKey: z.boolean(),
  isEncrypted: z.boolean(),
  /** Hex. */
  manifest: z.string(),
  tree: z.array(treeRow),
  fragments: z.array(z.strictObject({ number: z.number().int(), size: z.number().int(), digest: z.enum(['valid', 'invalid']), sha256: z.string() })),
  payload: payloadView,
  /** What is wrong with the set itself: it is not sent. */
  problems: z.array(faultView),
  /** What it was checked against does not fit: that says nothing of the set. */
  secretProblem: faultView.optional(),
  warnings: z.array(z.string()),
  prediction: predictionView.optional(),
  /** Kind of the example firmware's header; `headerWhy` says why that firmware can't take it. */
  headerKind: z.string(),
  headerWhy: z.string().optional(),
});
export type DataSetView = z.infer<typeof dataSetView>;

const payloadKinds = ['data', 'metadata', 'key'] as const;
export const usages = ['authentication', 'encryption', 'signature', 'key_agreement'] as const;

/** The builder's form as typed: numbers and bytes are text, so that what is wrong can be said in its place. */
export const buildForm = z.strictObject({
  kind: z.enum(payloadKinds),
  target: z.string().max(10),
  trustAnchor: z.string().max(10),
  /** Empty: the next version after the chip's. */
  version: z.string().max(12),
  data: z.string().max(20_000),
  dataFormat: z.enum(['hex', 'ascii']),
  offset: z.string().max(12),
  writeType: z.enum(['write', 'erase-write']),
  metadata: z.string().max(2_000),
  contentReset: z.enum(['as-object', 'zeros', 'random']),
  usage: z.array(z.enum(usages)).max(4),
  confidential: z.boolean(),
  secretObject: z.string().max(10),
  label: z.string().max(200),
  seedLength: z.string().max(12),
  unicast: z.boolean(),
  componentId: z.string().max(400),
});
export type BuildForm = z.infer<typeof buildForm>;

/** What is handed over by file. */
export const buildSlots = ['key', 'signer', 'secret', 'data', 'metadata'] as const;
export type BuildSlot = (typeof buildSlots)[number];

const heldKeyView = keyView.extend({ certificate: z.string().optional() });

export const buildView = z.strictObject({
  form: buildForm,
  /** The version that will be used. */
  version: z.number().int().optional(),
  key: heldKeyView.optional(),
  signer: heldKeyView.optional(),
  secret: secretView.optional(),
  /** `field` names the field of the form, or the slot. */
  problems: z.array(z.strictObject({ field: z.string(), fault: faultView })),
  warnings: z.array(z.string()),
  targets: z.array(objectChoice),
  anchors: z.array(objectChoice),
  secrets: z.array(objectChoice),
  /** Known once everything is right. */
  size: z.strictObject({ payload: z.number().int(), manifest: z.number().int(), fragments: z.number().int() }).optional(),
  chip: z.strictObject({ chipId: z.string(), componentId: z.string() }).optional(),
  prediction: predictionView.optional(),
});
export type BuildView = z.infer<typeof buildView>;

export const seriesView = z.strictObject({
  state: z.enum(['running', 'finished', 'cancelled', 'failed']),
  done: z.number().int(),
  total: z.number().int(),
  /** Skipped: repeated in the list. */
  skipped: z.number().int(),
  perSecond: z.number(),
  /** ms */
  elapsed: z.number(),
  as: z.enum(['folder', 'zip']),
  where: z.strictObject({ name: z.string(), folder: z.string() }),
  fault: faultView.optional(),
});
export type SeriesView = z.infer<typeof seriesView>;
