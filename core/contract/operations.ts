import { z } from 'zod';
import { operatorLimit } from './limits.ts';
import { appOperations } from './app.ts';
import { boardView, faultView, healthView, portView, traceRow } from './board.ts';
import { objectId, ticketId } from './ids.ts';
import { jobOperations } from './jobs.ts';
import { lineEvents, lineOperations } from './line.ts';
import { materialGroup, materialSlots, ticketView } from './material.ts';
import { chipPageView } from './chip.ts';
import { compareView, exportForms, objectData, objectEdit, objectRow, offeredView, signTestView } from './objects.ts';
import { runView, showsReview } from './plan.ts';
import { reachOperations } from './authorization.ts';
import { recordOperations } from './records.ts';
import { reelEvents, reelOperations } from './reels.ts';
import { slotEvents, slotOperations } from './slots.ts';
import { studioEvents, studioOperations } from './studio.ts';
import { wholeChipOperations } from './wholeChip.ts';
import { wizardAnswers, wizardDefaults, wizardView } from './wizard.ts';

const none = z.strictObject({});
/** Most files of one drop: enough for a folder with the pairs for one day. */
const mostFiles = 2048;
/** Step id → the object id as typed; a plan has at most 200 steps. */
const confirmations = z.record(ticketId, z.string().max(40)).refine((typed) => Object.keys(typed).length <= 200);
const done = z.strictObject({ done: z.literal(true) });
/** Longest path of the folder for saved files. */
export const saveFolderLimit = 1000;

const saved = z.strictObject({ name: z.string(), folder: z.string() });

/** Most ports that can be ignored. */
export const ignoredPortsLimit = 50;

/** Largest height of the window's lower part. rem */
export const drawerHeight = { least: 8, most: 60, first: 22 } as const;

export const settings = z.strictObject({
  theme: z.enum(['system', 'light', 'dark']),
  zoom: z.number().min(0.8).max(2),
  lastRoom: z.string().max(40),
  /** Height of the trace. rem. When absent, the default height. */
  traceHeight: z.number().min(drawerHeight.least).max(drawerHeight.most).optional(),
  /** How the objects of a chip are shown; absent: as a list. */
  objectsView: z.enum(['list', 'map']).optional(),
  /** The operator's name in the records. If empty or absent, the name of the system's user is used. */
  operator: z.string().max(operatorLimit).optional(),
  /** What the wizard starts with; absent: the program's defaults. */
  wizardDefaults: wizardDefaults.optional(),
  /** Ports that the program never chooses: paths, or serial numbers of boards. */
  ignoredPorts: z.array(z.string().min(1).max(200)).max(ignoredPortsLimit).optional(),
  /** Full path of the folder in which files are saved. If empty or absent, the host's usual folder. */
  saveFolder: z.string().max(saveFolderLimit).optional(),
});
export type Settings = z.infer<typeof settings>;

/**
 * Every operation of the main process that the window may call. One entry each: router, preload allow-list and client
 * are derived from it. Every operation may also answer with a fault.
 */
export const operations = {
  ...appOperations,
  'settings/get': { request: none, reply: settings },
  'settings/set': { request: settings.partial(), reply: settings },
  /**
   * Checks whether the folder for saved files still exists and can be written. `fixed`: the folder that the environment sets; it is
   * used instead.
   */
  'settings/save-folder': { request: none, reply: z.strictObject({ fixed: z.string().optional(), fault: faultView.optional() }) },

  'ports/list': { request: none, reply: z.array(portView) },
  'board/state': { request: none, reply: boardView },
  'board/connect': { request: z.strictObject({ path: z.string().min(1).max(400) }), reply: boardView },
  'board/disconnect': { request: none, reply: boardView },
  'board/health': { request: none, reply: healthView },
  /** Simulated boards only: does what a person would do to a real board by hand. */
  'board/simulate': { request: z.strictObject({ does: z.enum(['unplug', 'plug', 'reset', 'new-chip', 'bind-firmware']) }), reply: boardView },

  /** A file's content (Chromium host; a large file is sent in parts before), or its path through the preload script (Electron). */
  'files/take': {
    request: z.strictObject({
      name: z.string().min(1).max(400),
      size: z.number().int().min(0),
      content: z.instanceof(Uint8Array).optional(),
      path: z.string().max(4096).optional(),
      upload: z.string().max(40).optional(),
      /** The file changed or was removed before its content could be read. */
      changed: z.literal(true).optional(),
    }),
    reply: ticketView,
  },
  'files/take-part': {
    request: z.strictObject({ upload: z.string().max(40), name: z.string().min(1).max(400), size: z.number().int().min(1), at: z.number().int().min(0), content: z.instanceof(Uint8Array) }),
    reply: done,
  },
  'files/take-text': { request: z.strictObject({ name: z.string().max(200), text: z.string().max(4_000_000) }), reply: ticketView },
  'files/forget': { request: z.strictObject({ ticket: ticketId }), reply: done },

  /** Samples to try: a fresh pair for the device's slot; a reel of ten chips, its CA certificates and its transport key. */
  'samples/pair': { request: none, reply: z.strictObject({ key: ticketView, certificate: ticketView }) },
  'samples/reel': { request: none, reply: z.strictObject({ bundle: ticketView, anchors: ticketView, transportKey: ticketView }) },

  'wizard/state': { request: none, reply: wizardView },
  /** Reads the content of these objects, so that the choices can show it. Secrets are not read. */
  'wizard/look': { request: z.strictObject({ ids: z.array(objectId).max(60) }), reply: done },
  'wizard/answer': { request: wizardAnswers.partial(), reply: wizardView },
  /** Puts the keys and certificates of a file into a slot. A password is only needed for encrypted keys. */
  'wizard/material': {
    request: z.strictObject({ slot: z.enum(materialSlots), ticket: ticketId, password: z.string().max(1024).optional() }),
    reply: wizardView,
  },
  /** Groups several files that belong together. Does not use them yet. */
  'wizard/sort': { request: z.strictObject({ tickets: z.array(ticketId).min(1).max(mostFiles) }), reply: z.array(materialGroup) },
  /** Takes a folder of pairs for several chips, one after the other. The first pair goes into the device's slot. */
  'wizard/pairs': { request: z.strictObject({ tickets: z.array(ticketId).min(1).max(mostFiles) }), reply: wizardView },
  /** Puts the next waiting pair, or the named one, into the device's slot. Without a waiting pair, the slot becomes empty. */
  'wizard/next-pair': { request: z.strictObject({ id: z.string().max(100).optional() }), reply: wizardView },
  'wizard/clear-pairs': { request: none, reply: wizardView },
  'wizard/make-integrity': { request: none, reply: wizardView },
  'wizard/secret': { request: z.strictObject({ ticket: ticketId }), reply: wizardView },
  'wizard/make-secret': { request: none, reply: wizardView },
  'wizard/clear': { request: z.strictObject({ slot: z.enum([...materialSlots, 'secret']) }), reply: wizardView },
  'wizard/reset': { request: none, reply: wizardView },

  /** Makes the plan from the answers and rehearses it on a twin of the chip. Only reads are sent to the chip. */
  'plan/from-wizard': { request: none, ...showsReview },
  /** A file that the reviewed plan needs, under the plan's name for it. The plan is rehearsed again with it. */
  'plan/material': { request: z.strictObject({ planId: z.string().max(100), name: z.string().max(200), ticket: ticketId }), ...showsReview },
  'plan/open': { request: z.strictObject({ ticket: ticketId }), ...showsReview },
  /** The plan that sends a dropped data set. */
  'plan/from-data-set': { request: z.strictObject({ ticket: ticketId }), ...showsReview },
  /** A plan that edits one object. */
  'plan/from-edit': { request: objectEdit, ...showsReview },
  /** Saves the plan file with the confirmations typed so far, sealed with the station's key. */
  'plan/save': { request: z.strictObject({ planId: ticketId, confirmations: confirmations.optional() }), reply: saved },
  /** Runs a plan whose review was shown. `confirmations`: step id → the object id as typed. */
  'plan/run': {
    request: z.strictObject({ planId: ticketId, confirmations }),
    reply: runView,
  },
  'run/state': { request: none, reply: runView.optional() },
  'run/cancel': { request: none, reply: runView.optional() },
  /** After a lost link: makes the same plan again from the chip's present content. */
  'run/resume': { request: none, reply: runView },
  'run/save-report': { request: z.strictObject({ runId: ticketId, as: z.enum(['html', 'json']) }), reply: saved },

  'objects/list': { request: none, reply: z.array(objectRow) },
  /** `reveal` asks for the content of a readable secret. */
  'objects/read': { request: z.strictObject({ id: objectId, reveal: z.boolean().optional() }), reply: objectData },
  'objects/export': { request: z.strictObject({ id: objectId, as: z.enum(exportForms) }), reply: saved },
  /** Whether a dropped file may be written into an object at all. */
  'objects/offered': { request: z.strictObject({ id: objectId, ticket: ticketId }), reply: offeredView },
  'objects/compare': { request: z.strictObject({ id: objectId, ticket: ticketId }), reply: compareView },
  /** A request signed by the chip's key. The private key stays in the chip. */
  'objects/csr': { request: z.strictObject({ id: objectId, subject: z.string().min(1).max(400) }), reply: saved },
  'objects/sign-test': { request: z.strictObject({ id: objectId, message: z.string().max(10_000) }), reply: signTestView },

  'chip/page': { request: none, reply: chipPageView },
  ...wholeChipOperations,
  ...reachOperations,

  ...reelOperations,

  ...studioOperations,

  ...recordOperations,

  ...jobOperations,

  ...slotOperations,

  ...lineOperations,

  'trace/read': { request: z.strictObject({ after: z.number().int() }), reply: z.array(traceRow) },
  'trace/save': { request: none, reply: saved },
} as const;

export type Operations = typeof operations;
export type OperationName = keyof Operations;
export type RequestOf<N extends OperationName> = z.input<Operations[N]['request']>;
export type ReplyOf<N extends OperationName> = z.output<Operations[N]['reply']>;

type Shows = { readonly [N in OperationName]: { readonly reply: z.ZodType<ReplyOf<N>>; readonly shows?: (reply: ReplyOf<N>) => string | undefined } };
const shows: Shows = operations;

/** The plan id when a reply is a review; undefined for other replies. */
export const reviewIn = <N extends OperationName>(name: N, reply: ReplyOf<N>): string | undefined => shows[name].shows?.(reply);

/** Events that the main process sends to the window. */
export const events = {
  'board/changed': boardView,
  'run/changed': runView,
  /** A review on the screen no longer counts, with the reason. The plan must be rehearsed again before it can run. */
  'plan/void': z.strictObject({ planId: z.string(), fault: faultView }),
  /** `app/notices` has something new. */
  'app/noticed': z.strictObject({}),
  'trace/added': z.array(traceRow),
  'objects/row': objectRow,
  ...reelEvents,
  ...slotEvents,
  ...studioEvents,
  ...lineEvents,
} as const;
export type Events = typeof events;
export type EventName = keyof Events;
export type EventOf<N extends EventName> = z.output<Events[N]>;
