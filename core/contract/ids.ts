import { z } from 'zod';

/** Names that the main process gave out: of tickets, plans, runs and held files. Longer texts are refused. */
export const ticketId = z.string().max(80);
/** An object's id as typed, for example 0xE0F1. */
export const objectId = z.string().max(10);
