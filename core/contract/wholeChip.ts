import { z } from 'zod';
import { ticketId } from './ids.ts';
import { planView } from './plan.ts';

const saved = z.strictObject({ name: z.string(), folder: z.string() });
/** @param beside the .dat files of the Configurator's XML, when they are separate files */
const chipFile = z.strictObject({ ticket: ticketId, beside: z.array(ticketId).max(60).optional() });

/** What an import does to one object, and why it does not do more. */
const importedObjectView = z.strictObject({
  id: z.string(),
  name: z.string(),
  state: z.enum(['planned', 'unchanged', 'refused', 'left-out']),
  does: z.array(z.string()),
  why: z.array(z.string()),
});

export const importView = z.strictObject({
  file: z.string(),
  objects: z.array(importedObjectView),
  /** Absent when there is nothing to do. */
  plan: planView.optional(),
});
export type ImportView = z.infer<typeof importView>;

/** One object of two chips: left is the connected chip, right the file. */
export const comparedView = z.strictObject({
  id: z.string(),
  name: z.string(),
  same: z.boolean(),
  only: z.enum(['left', 'right']).optional(),
  metadata: z.array(z.strictObject({ field: z.string(), left: z.string().nullable(), right: z.string().nullable() })),
  data: z.enum(['equal', 'differs', 'unreadable', 'none']),
  firstDifference: z.number().int().optional(),
  /** What the file lacks for this object, and why. */
  notes: z.array(z.string()),
});
export type ComparedView = z.infer<typeof comparedView>;

export const exportView = saved.extend({
  leftOut: z.array(z.strictObject({ id: z.string(), name: z.string(), why: z.string() })),
});
export type ExportView = z.infer<typeof exportView>;

export const wholeChipOperations = {
  /** `otc`: the Configurator's XML and .dat files, in a .zip. */
  'chip/export': { request: z.strictObject({ as: z.enum(['json', 'otc']) }), reply: exportView },
  /** Reads an export and makes the plan that gives the chip the same content. Each object is reported. */
  'chip/import': { request: chipFile, reply: importView, shows: ({ plan }: ImportView): string | undefined => plan?.planId },
  'chip/compare': { request: chipFile, reply: z.array(comparedView) },
} as const;
