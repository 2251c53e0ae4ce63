import type { ChangeView } from '../../../core/contract/plan.ts';

type Side = ChangeView['before'];

/** Texts of the review's one-line summaries, of certificates and of the confirmations. */
export const summaryTexts = {
  toConfirm: (count: number) => (count === 1 ? 'One step is irreversible' : `${count} steps are irreversible`),
  toConfirmBody: 'To confirm a step, type the id of its object.',
  untouched: 'Settings that nobody changed',
  arrow: (before: string, after: string) => `${before} → ${after}`,
  proofOnly: 'proof only',
  noChange: 'no change',
  subject: 'Subject',
  issuer: 'Issuer',
  serial: 'Serial number',
  valid: 'Valid',
  validFromTo: (from: string, to: string) => `${from} to ${to}`,
  key: 'Key',
  sha256: 'SHA-256',
  bytes: 'Bytes',
  settings: {
    target: (id: string) => `target ${id}`,
    certificateObject: (id: string) => `certificate in ${id}`,
    keyUsage: (usages: string) => `key usage ${usages}`,
    payloadVersion: (version: string) => `payload version ${version}`,
    identityTag: (on: string) => (on === 'true' ? 'with identity tag' : 'without identity tag'),
    anchorObject: (id: string) => `trust anchor in ${id}`,
    secretObject: (id: string) => `secret in ${id}`,
    secretUnreadable: (on: string) => (on === 'true' ? 'secret never readable' : 'secret readable'),
  },
} as const;

/** Says one side of a change in a few words. A certificate is named by its subject. */
const shortSide = ({ says, certificate }: Side): string => certificate?.subject ?? says;

/** Says all changes of a step on one line. If there are several, each is named. */
export const sayChanges = (changes: readonly ChangeView[]): string =>
  changes.map(({ field, before, after }) => `${changes.length === 1 ? '' : `${field}: `}${summaryTexts.arrow(shortSide(before), shortSide(after))}`).join('; ');
