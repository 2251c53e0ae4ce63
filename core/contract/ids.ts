import { z } from 'zod';

/** Names that main gave out: tickets, plans, runs, what is held. Longer ones are none of them. */
export const ticketId = z.string().max(80);
/** An object's id as typed, for example 0xE0F1. */
export const objectId = z.string().max(10);
