import { z } from 'zod';
import { buildForm, buildSlots, buildView, dataSetView, seriesView, setExports } from './datasets.ts';
import { certificateRequest, keyParts, signCsrRequest, workshopAlgorithms, workshopView } from './keys.ts';
import { ticketView } from './material.ts';
import { showsReview } from './plan.ts';

const none = z.strictObject({});
const saved = z.strictObject({ name: z.string(), folder: z.string() });
const id = z.string().min(1).max(80);
const ticket = z.string().max(80);
const password = z.string().max(1024).optional();

/** Operations of the rooms "Data sets" and "Keys". */
export const studioOperations = {
  /** Opens a data set of any form. `fragments`: the fragment files, if the manifest is a file of its own. */
  'datasets/open': { request: z.strictObject({ ticket, fragments: z.array(ticket).max(500).optional() }), reply: dataSetView },
  'datasets/view': { request: z.strictObject({ id }), reply: dataSetView },
  /** Tickets of the files that are needed for the check. `anchor` reads the certificate from the chip; `without` removes one. */
  'datasets/check': {
    request: z.strictObject({ id, certificate: ticket.optional(), anchor: z.boolean().optional(), secret: ticket.optional(), proof: ticket.optional(), without: z.enum(['secret', 'certificate', 'proof']).optional() }),
    reply: dataSetView,
  },
  'datasets/export': { request: z.strictObject({ id, as: z.enum(setExports) }), reply: saved },
  /** The plan that sends it and checks its effect. */
  'datasets/plan': { request: z.strictObject({ id }), ...showsReview },
  'datasets/form': { request: none, reply: buildView },
  'datasets/change': { request: buildForm.partial(), reply: buildView },
  'datasets/give': { request: z.strictObject({ slot: z.enum(buildSlots), ticket, password }), reply: buildView },
  'datasets/make-secret': { request: none, reply: buildView },
  'datasets/build': { request: none, reply: dataSetView },
  'datasets/reset': { request: none, reply: buildView },

  /** Reads a list of component ids and makes one data set for each id, with the values of the form. */
  'series/start': { request: z.strictObject({ ticket, as: z.enum(['folder', 'zip']) }), reply: seriesView },
  'series/state': { request: none, reply: seriesView.optional() },
  'series/cancel': { request: none, reply: seriesView.optional() },
  'series/resume': { request: none, reply: seriesView },

  'keys/list': { request: none, reply: workshopView },
  'keys/new': { request: z.strictObject({ algorithm: z.enum(workshopAlgorithms), name: z.string().max(80) }), reply: workshopView },
  'keys/open': { request: z.strictObject({ ticket, password }), reply: workshopView },
  'keys/forget': { request: z.strictObject({ id }), reply: workshopView },
  'keys/certify': { request: certificateRequest, reply: workshopView },
  'keys/request': { request: z.strictObject({ id, subject: z.string().min(1).max(400) }), reply: workshopView },
  'keys/sign-request': { request: signCsrRequest, reply: workshopView },
  'keys/save': { request: z.strictObject({ id, part: z.enum(keyParts), password }), reply: saved },
  /** A ticket for the key and its certificate, so that other rooms can use them like a dropped file. */
  'keys/ticket': { request: z.strictObject({ id }), reply: ticketView },
} as const;

export const studioEvents = { 'series/changed': seriesView } as const;

