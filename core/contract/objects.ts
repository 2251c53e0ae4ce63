import { z } from 'zod';
import { faultView } from './board.ts';
import { metadataRow } from './wizard.ts';

export const conditionView = z.strictObject({
  sentence: z.string(),
  /** Present truth; absent when it hangs on something that can't be read. */
  truth: z.boolean().optional(),
  terms: z.array(z.strictObject({ sentence: z.string(), truth: z.boolean().optional() })),
});
export type ConditionView = z.infer<typeof conditionView>;

export const objectRow = z.strictObject({
  id: z.string(),
  kind: z.string(),
  name: z.string(),
  purpose: z.string(),
  type: z.string().optional(),
  lifecycle: z.string().optional(),
  usedSize: z.number().int().optional(),
  maxSize: z.number().int().optional(),
  change: conditionView.optional(),
  read: conditionView.optional(),
  execute: conditionView.optional(),
  metadata: z.string(),
  rows: z.array(metadataRow),
  /** Changed since the list was read last. */
  changed: z.boolean(),
  fault: faultView.optional(),
});
export type ObjectRow = z.infer<typeof objectRow>;

export const objectData = z.strictObject({
  id: z.string(),
  /** Hex; absent when the object can't be read. */
  data: z.string().optional(),
  /** What the bytes mean, as label and text. */
  decoded: z.array(z.strictObject({ label: z.string(), text: z.string() })),
  fault: faultView.optional(),
});
export type ObjectData = z.infer<typeof objectData>;
