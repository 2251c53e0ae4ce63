import type { FaultTable } from '../faultTable.ts';

/** The manual's rules for certificates that the chip itself uses, and the text for each broken rule. */
const rules = {
  empty: () => 'It holds no certificate.',
  'first-byte': (found: string) => `It begins with ${found}, not with 0x30: the chip cannot use a certificate with an identity tag.`,
  der: () => 'It is not a certificate in DER.',
  size: (found: string) => `It has ${found} bytes; the chip reads at most 1300.`,
  version: (found: string) => `It is an X.509 certificate of version ${found}; the chip reads version 3 only.`,
  serial: (found: string) => `Its serial number has ${found} bytes; 1 to 20 are allowed.`,
  algorithms: () => 'Its two signature algorithm identifiers differ.',
  parameters: (found: string) => `Its ECDSA algorithm identifier has parameters (${found}); none are allowed, not even NULL.`,
  issuer: () => 'Its issuer is empty.',
  key: (found: string) => `Its public key is ${found}, which this chip does not support.`,
  point: (found: string) => `Its public key is ${found}; only an uncompressed point is allowed.`,
  'path-length': () => 'It has a path length, but is not a CA.',
  usage: (found: string) => `Its key usage is ${found}; it must contain digitalSignature or keyCertSign.`,
} as const;

export type AnchorRule = keyof typeof rules;

/** A rule that a certificate breaks, and the value that was found. */
export interface AnchorBreach {
  readonly rule: AnchorRule;
  readonly found: string;
}

export const sayBreach = ({ rule, found }: AnchorBreach): string => rules[rule](found);

const source = '(This rule is from the manual; it was not tested on a real chip.)';
const remedy = 'Use a certificate of version 3 for a P-256 or RSA-2048 key: "openssl req -new -x509" makes one, plain "openssl x509 -req" does not.';

const rawOf = ({ status }: { readonly status?: number }): { raw?: string } =>
  status === undefined ? {} : { raw: `0x80${status.toString(16).padStart(2, '0').toUpperCase()}` };

/** Trust anchors: certificates that the chip itself reads. */
export const anchorFaults = {
  'anchor/unusable': (d: { object: string; breaches: readonly AnchorBreach[] }) => ({
    what: 'The chip cannot use this certificate as a trust anchor.',
    object: d.object,
    why: [...d.breaches.map(sayBreach), source].join(' '),
    todo: remedy,
  }),
  'anchor/refused': (d: { object: string; breaches: readonly AnchorBreach[]; status?: number }) => ({
    what: 'Not locked: the chip cannot use the certificate in this trust anchor.',
    object: d.object,
    why: `${d.status === undefined ? '' : 'The chip refuses to verify a signature with this trust anchor. '}${d.breaches.length === 0 ? 'The manual gives no reason.' : d.breaches.map(sayBreach).join(' ')}`,
    todo: remedy,
    ...rawOf(d),
  }),
  'anchor/not-shown': (d: { object: string; because: string; todo: string; status?: number }) => ({
    what: 'Not locked: it is not proved that the chip can use this trust anchor.',
    object: d.object,
    why: d.because,
    todo: d.todo,
    ...rawOf(d),
  }),
} satisfies FaultTable;
