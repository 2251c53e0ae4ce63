import { z } from 'zod';
import { faultView } from './board.ts';
import { certificateView, keyView, secretView } from './material.ts';
import { objectChoice, wizardAnswers } from './wizard.ts';

const labelled = z.strictObject({ label: z.string(), text: z.string() });

/** One CBOR item of the manifest: its bytes begin at `from` and end before `to`. */
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
  /** Describes a key. Never contains its bytes. */
  z.strictObject({ state: z.literal('key'), says: z.string(), fingerprint: z.string().optional() }),
  z.strictObject({ state: z.literal('encrypted'), says: z.string() }),
  z.strictObject({ state: z.literal('damaged') }),
]);

/** How the connected chip would answer to a data set. */
export const predictionView = z.strictObject({
  verdict: z.enum(['accepted', 'refused', 'unknown']),
  chipId: z.string(),
  /** Error code of F1C2. */
  raw: z.string().optional(),
  why: z.string(),
  todo: z.string(),
  /** The wizard's answers that solve the problem. */
  prepare: wizardAnswers.pick({ target: true, anchorObject: true }).extend({ secretObject: z.string().optional(), metadata: z.boolean() }).optional(),
});
export type PredictionView = z.infer<typeof predictionView>;

export const setExports = ['console', 'file', 'header', 'json'] as const;
export type SetExport = (typeof setExports)[number];

/** A data set that the main process holds, with the result of its check. */
export const dataSetView = z.strictObject({
  id: z.string(),
  file: z.string(),
  title: z.string(),
  rows: z.array(labelled),
  signature: z.strictObject({ state: z.enum(['valid', 'invalid', 'unchecked']), says: z.string() }),
  certificate: certificateView.optional(),
  secret: secretView.optional(),
  /** What proves after sending that the chip has the right key. */
  proof: z.strictObject({ says: z.string(), certificate: certificateView.optional() }).optional(),
  isKey: z.boolean(),
  isEncrypted: z.boolean(),
  /** Hex. */
  manifest: z.string(),
  tree: z.array(treeRow),
  fragments: z.array(z.strictObject({ number: z.number().int(), size: z.number().int(), digest: z.enum(['valid', 'invalid']), sha256: z.string() })),
  payload: payloadView,
  /** What is wrong with the set itself. Such a set is not sent. */
  problems: z.array(faultView),
  /** What does not match the given anchor or secret. The set itself may still be correct. */
  secretProblem: faultView.optional(),
  warnings: z.array(z.string()),
  prediction: predictionView.optional(),
  /** Kind of header for the example firmware. `headerWhy` says why that firmware cannot use the set. */
  headerKind: z.string(),
  headerWhy: z.string().optional(),
});
export type DataSetView = z.infer<typeof dataSetView>;

const payloadKinds = ['data', 'metadata', 'key'] as const;
export const usages = ['authentication', 'encryption', 'signature', 'key_agreement'] as const;

/** The builder's form as typed. Numbers and bytes are text, so that errors can be shown at their field. */
export const buildForm = z.strictObject({
  kind: z.enum(payloadKinds),
  target: z.string().max(10),
  trustAnchor: z.string().max(10),
  /** Empty means the next version after the chip's. */
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

/** The inputs that are files. */
export const buildSlots = ['key', 'signer', 'secret', 'data', 'metadata'] as const;
export type BuildSlot = (typeof buildSlots)[number];

const givenKeyView = keyView.extend({ certificate: z.string().optional() });

export const buildView = z.strictObject({
  form: buildForm,
  /** The version that will be used. */
  version: z.number().int().optional(),
  key: givenKeyView.optional(),
  signer: givenKeyView.optional(),
  secret: secretView.optional(),
  /** `field` names the field of the form, or the slot. */
  problems: z.array(z.strictObject({ field: z.string(), fault: faultView })),
  warnings: z.array(z.string()),
  targets: z.array(objectChoice),
  anchors: z.array(objectChoice),
  secrets: z.array(objectChoice),
  /** Known when everything is correct. */
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
