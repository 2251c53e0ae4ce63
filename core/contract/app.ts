import { z } from 'zod';
import { faultView } from './board.ts';

/** Web addresses that the window may open, by name. The main process has the addresses. */
export const linkNames = ['cloud-id'] as const;
export type LinkName = (typeof linkNames)[number];

const none = z.strictObject({});

/** The program itself. */
export const appOperations = {
  'app/info': {
    request: none,
    reply: z.strictObject({ version: z.string(), host: z.enum(['electron', 'chromium']), platform: z.string() }),
  },
  /** Problems with the program's own files and journal. Each is reported once. */
  'app/notices': { request: none, reply: z.array(faultView) },
  /** Opens one of the listed addresses in the system's browser. */
  'app/open-link': { request: z.strictObject({ link: z.enum(linkNames) }), reply: z.strictObject({ done: z.literal(true) }) },
  /**
   * Removes from the clipboard a secret that was copied in the window. Answers true when the secret is no longer
   * there. The request contains no secret: the main process knows which secrets it gave out.
   */
  'app/clear-clipboard': { request: none, reply: z.strictObject({ done: z.literal(true) }) },
  /** Licences of the packages in this program. */
  'app/licences': { request: none, reply: z.strictObject({ text: z.string() }) },
} as const;
