import { z } from 'zod';
import type { NewKeyAlgorithm } from '../objects/codes.ts';
import { ticketId } from './ids.ts';
import { certificateView } from './material.ts';

/** The same as `newKeyAlgorithms` of core/objects. */
export const workshopAlgorithms = [
  'secp256r1',
  'secp384r1',
  'secp521r1',
  'brainpoolp256r1',
  'brainpoolp384r1',
  'brainpoolp512r1',
  'rsa1024',
  'rsa2048',
  'aes128',
  'aes192',
  'aes256',
] as const satisfies readonly NewKeyAlgorithm[];
export type WorkshopAlgorithm = (typeof workshopAlgorithms)[number];

export const certificateUsages = [
  'digitalSignature',
  'nonRepudiation',
  'keyEncipherment',
  'dataEncipherment',
  'keyAgreement',
  'keyCertSign',
  'cRLSign',
] as const;

/** Where something was saved; absent while it is only in memory. */
const place = z.strictObject({ name: z.string(), folder: z.string() });

/** A key with its certificates and requests. The private part never leaves the main process. */
export const workshopItem = z.strictObject({
  id: z.string(),
  name: z.string(),
  kind: z.enum(['private', 'aes', 'certificate', 'csr']),
  algorithm: z.string(),
  algorithmName: z.string(),
  /** Fingerprint of the public key; absent for an AES key. */
  fingerprint: z.string().optional(),
  origin: z.enum(['made', 'opened']),
  savedAs: place.optional(),
  certificate: certificateView.optional(),
  /** Whether it may sign other certificates. */
  isCa: z.boolean(),
  /** Whether its certificate also names that use. OpenSSL lets every self-signed certificate sign others, without naming it. */
  namedCa: z.boolean(),
  /** A request for a certificate: made from this key, or opened. */
  csr: z.strictObject({ subject: z.string(), savedAs: place.optional() }).optional(),
  /** Whether the private part of a key has not been saved to disk yet. */
  unsaved: z.boolean(),
});
export type WorkshopItem = z.infer<typeof workshopItem>;

export const workshopView = z.strictObject({ items: z.array(workshopItem), selected: z.string().optional() });
export type WorkshopView = z.infer<typeof workshopView>;

/** Validity of a new certificate in days. The year of its end has four digits. */
export const validityDays = { least: 1, most: 365_000 } as const;

const days = z.number().int().min(validityDays.least).max(validityDays.most);
const subject = z.string().min(1).max(400);
const usage = z.array(z.enum(certificateUsages)).max(certificateUsages.length);

export const certificateRequest = z.strictObject({ id: ticketId, subject, days, usage, isCa: z.boolean() });
export const signCsrRequest = z.strictObject({ id: ticketId, ca: ticketId, days, usage, isCa: z.boolean() });
export const keyParts = ['key', 'public', 'certificate', 'csr'] as const;
