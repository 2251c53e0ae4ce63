import { z } from 'zod';
import { faultView } from './board.ts';

/** Addresses outside that the window may ask for, by name; main has the addresses. */
export const linkNames = ['cloud-id'] as const;
export type LinkName = (typeof linkNames)[number];

const none = z.strictObject({});

/** The program itself. */
export const appOperations = {
  'app/info': {
    request: none,
    reply: z.strictObject({ version: z.string(), host: z.enum(['electron', 'chromium']), platform: z.string() }),
  },
  /** What went wrong with the program's own files and journal; each is told once. */
  'app/notices': { request: none, reply: z.array(faultView) },
  /** Opens one of the listed addresses in the system's browser. */
  'app/open-link': { request: z.strictObject({ link: z.enum(linkNames) }), reply: z.strictObject({ done: z.literal(true) }) },
  /**
   * Takes a secret that was copied in the window off the clipboard again. Done: it is there no more. The request holds
   * no secret; the main process knows which ones it handed out.
   */
  'app/clear-clipboard': { request: none, reply: z.strictObject({ done: z.literal(true) }) },
  /** Licences of what the program is made with. */
  'app/licences': { request: none, reply: z.strictObject({ text: z.string() }) },
} as const;
