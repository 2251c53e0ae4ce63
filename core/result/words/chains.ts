import type { FaultTable } from '../faultTable.ts';

/** Chains of certificates: why one is not trusted, and remarks on a trusted one. */
export const chainFaults = {
  'chain/no-issuer': (d: { subject: string; issuer: string }) => ({
    what: 'The chain does not reach a trusted root.',
    object: d.subject,
    why: `The certificate of its issuer "${d.issuer}" is missing.`,
    todo: 'Add the issuer\'s certificate, or check that this is an Infineon chip.',
  }),
  'chain/untrusted-root': (d: { subject: string }) => ({
    what: 'The chain does not reach a trusted root.',
    object: d.subject,
    why: 'The chain ends with this self-signed certificate, which is not a trust anchor.',
    todo: 'If you trust its owner, add it as an anchor. Otherwise, check that this is an Infineon chip.',
  }),
  'chain/not-followed': (d: { subject: string }) => ({
    what: 'The chain was not followed to its end.',
    object: d.subject,
    why: 'It is longer than any real chain, is circular, or too many certificates have the names of its issuers.',
    todo: 'Give only the certificates that belong to the chain.',
  }),
  'chain/several-leaves': (d: { file: string; count: number; subjects: readonly string[] }) => ({
    what: 'It is not clear which certificate is meant.',
    object: d.file,
    why: `The device certificate is the one that issued none of the others, but ${d.count} certificates fit: ${d.subjects.join('; ')}${d.count > d.subjects.length ? '; …' : ''}.`,
    todo: 'Give a file with only one of them and its issuers.',
  }),
  'chain/bad-signature': (d: { subject: string; issuer: string }) => ({
    what: 'A certificate in the chain is not genuine.',
    object: d.subject,
    why: `Its signature was not made by "${d.issuer}".`,
    todo: 'Do not trust it. Read it again. If the result is the same, do not use the chip.',
  }),
  'chain/not-valid-now': (d: { subject: string; from: string; until: string }) => ({
    what: 'A certificate in the chain is not valid at this time.',
    object: d.subject,
    why: `It is valid from ${d.from} to ${d.until}.`,
    todo: 'Check this computer\'s date.',
  }),
  'chain/not-a-ca': (d: { subject: string; issuer: string; why: 'no-ca' | 'key-usage' }) => ({
    what: 'A certificate in the chain has an issuer that may not issue certificates.',
    object: d.subject,
    why: d.why === 'no-ca' ? `"${d.issuer}" is not a certificate authority.` : `The key usage of "${d.issuer}" does not allow it to sign certificates.`,
    todo: 'Do not trust it.',
  }),
  'chain/too-many-cas': (d: { subject: string; pathLength: number; below: number }) => ({
    what: 'The chain has more certificate authorities than one of them allows.',
    object: d.subject,
    why: `At most ${d.pathLength} are allowed below it; there are ${d.below}.`,
    todo: 'Do not trust it.',
  }),
  'chain/flawed': (d: { subject: string; why: string }) => ({
    what: 'A certificate in the chain contradicts itself or cannot be read in full.',
    object: d.subject,
    why: d.why,
    todo: 'Do not trust it. Tell its issuer.',
  }),
  'chain/critical-extension': (d: { subject: string; names: readonly string[] }) => ({
    what: 'A certificate in the chain has a critical extension that this program does not know.',
    object: d.subject,
    why: `The critical extension is unknown, so it cannot be checked: ${d.names.join(', ')}.`,
    todo: 'Check it with a program that knows this extension.',
  }),
  'chain/name-constraints': (d: { subject: string }) => ({
    what: 'A certificate in the chain limits the names below it (name constraints). This program does not check that.',
    object: d.subject,
    why: 'It is not known whether the names of the other certificates are allowed.',
    todo: 'Check it with openssl verify, or use a certificate authority without name constraints.',
  }),
  'chain/loose-ca': (d: { subject: string; what: string }) => ({
    what: 'The certificate of a certificate authority in the chain is incomplete. The chain is still trusted.',
    object: d.subject,
    why: d.what,
    todo: 'Strict verifiers (openssl verify -x509_strict) refuse it. Issue the certificate again with the missing parts.',
  }),
  'chain/unsupported': (d: { subject: string; algorithm: string }) => ({
    what: 'A certificate in the chain cannot be checked.',
    object: d.subject,
    why: `Its signature algorithm ${d.algorithm} is not supported.`,
    todo: 'Check it with another tool.',
  }),
} satisfies FaultTable;
