import { z } from 'zod';
import { faultView } from './board.ts';

/** A file from the user. The window knows its ticket, never its path. */
export const ticketView = z.strictObject({
  ticket: z.string(),
  name: z.string(),
  size: z.number().int(),
  /** What the file can be used for, by its content. */
  content: z.enum(['key-material', 'encrypted-key', 'public-key', 'request', 'data-set', 'plan', 'secret', 'chip-export', 'bundle', 'job', 'unknown']),
});
export type TicketView = z.infer<typeof ticketView>;

export const keyView = z.strictObject({
  id: z.string(),
  file: z.string(),
  algorithm: z.string(),
  algorithmName: z.string(),
  /** SHA-256 of the public key (SubjectPublicKeyInfo), first 16 hex digits. */
  fingerprint: z.string(),
});
export type KeyView = z.infer<typeof keyView>;

/** What a certificate says of itself. */
export const certificateFacts = z.strictObject({
  subject: z.string(),
  issuer: z.string(),
  /** Hexadecimal. */
  serial: z.string(),
  notBefore: z.string(),
  notAfter: z.string(),
  algorithmName: z.string(),
  /** SHA-256 of the certificate (DER), 64 hexadecimal digits, as openssl x509 -fingerprint -sha256 prints it without colons. */
  sha256: z.string(),
});
export type CertificateFacts = z.infer<typeof certificateFacts>;

export const certificateView = certificateFacts.omit({ sha256: true }).extend({
  id: z.string(),
  file: z.string(),
  fingerprint: z.string(),
  size: z.number().int(),
  warnings: z.array(z.string()),
  /** Subjects of the other certificates in the file, which are not used. */
  unused: z.array(z.string()),
});
export type CertificateView = z.infer<typeof certificateView>;

/** The content of a pair of slots in the wizard: a key, a certificate, and whether they match. */
export const materialView = z.strictObject({
  key: keyView.optional(),
  certificate: certificateView.optional(),
  /** Undefined while one is missing. */
  belongTogether: z.boolean().optional(),
  problem: faultView.optional(),
});
export type MaterialView = z.infer<typeof materialView>;

export const secretView = z.strictObject({ id: z.string(), file: z.string(), length: z.number().int() });

/** Where dropped key material can go. */
export const materialSlots = ['device', 'integrity'] as const;

/** Which of several files belong together. */
export const materialGroup = z.strictObject({
  tickets: z.array(z.string()),
  files: z.array(z.string()),
  says: z.string(),
  /** Whether it has a private key, or one whose password is still needed. */
  key: z.enum(['none', 'open', 'locked']),
  certificate: z.boolean(),
  /** One private key and its certificate. */
  pair: z.boolean(),
  /** Files that are not used, because they only repeat the content of another file. */
  copies: z.array(z.strictObject({ name: z.string(), of: z.string() })),
  /** Why they cannot be used together. */
  problem: faultView.optional(),
});
export type MaterialGroup = z.infer<typeof materialGroup>;
