import { z } from 'zod';
import { faultView } from './board.ts';
import { objectId } from './ids.ts';
import { materialView, secretView } from './material.ts';

export const updateChoices = ['data', 'metadata', 'both'] as const;

/** The user's answers, numbered as in the vendor's documents (0/7 … 7/7). Object ids as 0xE0F1. */
export const wizardAnswers = z.strictObject({
  target: objectId,
  certificateObject: objectId,
  identityTag: z.boolean(),
  keyUsage: z.array(z.enum(['authentication', 'encryption', 'signature', 'key_agreement'])).max(4),
  payloadVersion: z.number().int().min(0).max(32_767),
  anchorObject: objectId,
  lockAnchor: z.boolean(),
  confidentiality: z.boolean(),
  secretObject: objectId,
  lockSecret: z.boolean(),
  secretUnreadable: z.boolean(),
  update: z.enum(updateChoices),
  flush: z.boolean(),
});
export type WizardAnswers = z.infer<typeof wizardAnswers>;

/** Answers that are the same each time at a station: the wizard begins with them instead of the program's defaults. */
export const wizardDefaults = wizardAnswers
  .pick({ identityTag: true, keyUsage: true, anchorObject: true, lockAnchor: true, secretObject: true, lockSecret: true, secretUnreadable: true, flush: true })
  .partial();
export type WizardDefaults = z.infer<typeof wizardDefaults>;

export const objectChoice = z.strictObject({
  id: z.string(),
  name: z.string(),
  /** Why it can't be chosen; absent when it can. */
  unfit: z.string().optional(),
  /** Its present content, in words. */
  present: z.string(),
  /** The content is readable and was not read yet; `wizard/look` reads it. */
  unread: z.boolean().optional(),
});
export type ObjectChoice = z.infer<typeof objectChoice>;

export const metadataRow = z.strictObject({ field: z.string(), says: z.string(), bytes: z.string() });

/** A pair of a dropped folder: the key and the certificate of one chip. `current`: the pair is in the device's slot. */
const devicePair = z.strictObject({
  id: z.string(),
  files: z.array(z.string()),
  subject: z.string(),
  state: z.enum(['waiting', 'current', 'done', 'failed']),
  /** The chip that received the pair, or refused it. */
  chipId: z.string().optional(),
  at: z.string().optional(),
});
export type DevicePair = z.infer<typeof devicePair>;

/** Pairs that are worked through, one for each chip, and the files of the folder that do not belong to a pair. */
export const devicePairs = z.strictObject({ pairs: z.array(devicePair), leftOver: z.array(z.strictObject({ file: z.string(), why: z.string() })) });
export type DevicePairs = z.infer<typeof devicePairs>;

/** Everything that the seven steps show. The main process makes it again after each answer. */
export const wizardView = z.strictObject({
  answers: wizardAnswers,
  device: materialView,
  integrity: materialView,
  secret: secretView.optional(),
  /** Present while a folder of pairs is in use. */
  pairs: devicePairs.optional(),
  /** The next chip needs its own key, because this plan sends one. */
  keyForEachChip: z.boolean(),
  choices: z.strictObject({
    targets: z.array(objectChoice),
    certificateObjects: z.array(objectChoice),
    anchors: z.array(objectChoice),
    secrets: z.array(objectChoice),
  }),
  /** Settings of this plan that still have their default. */
  untouched: z.array(z.enum(['target', 'certificateObject', 'keyUsage', 'payloadVersion', 'identityTag', 'anchorObject', 'secretObject', 'secretUnreadable'])),
  /** The target's present metadata (step 0/7); empty without a board. */
  targetMetadata: z.array(metadataRow),
  /** Bytes of the target's metadata after all steps, of 44. */
  budget: z.strictObject({ used: z.number().int(), limit: z.number().int() }),
  /** Per step (0…7): what is still missing or wrong; empty = ready. */
  problems: z.array(z.strictObject({ step: z.number().int().min(0).max(8), fault: faultView })),
  warnings: z.array(z.strictObject({ step: z.number().int().min(0).max(8), text: z.string() })),
});
export type WizardView = z.infer<typeof wizardView>;
