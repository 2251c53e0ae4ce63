import { encodeDer, derTags, objectIdentifier, octetString, sequence } from '../keys/der.ts';

/** Extensions that this program reads or writes (RFC 5280, 4.2). */
export const extensionOids = {
  subjectKeyId: '2.5.29.14',
  keyUsage: '2.5.29.15',
  subjectAltName: '2.5.29.17',
  issuerAltName: '2.5.29.18',
  basicConstraints: '2.5.29.19',
  nameConstraints: '2.5.29.30',
  crlAddresses: '2.5.29.31',
  policies: '2.5.29.32',
  policyMappings: '2.5.29.33',
  authorityKeyId: '2.5.29.35',
  policyConstraints: '2.5.29.36',
  extendedKeyUsage: '2.5.29.37',
  inhibitAnyPolicy: '2.5.29.54',
  authorityInformation: '1.3.6.1.5.5.7.1.1',
  addressBlocks: '1.3.6.1.5.5.7.1.7',
  autonomousSystems: '1.3.6.1.5.5.7.1.8',
  proxy: '1.3.6.1.5.5.7.1.14',
  netscapeType: '2.16.840.1.113730.1.1',
} as const;

/** Their usual names. */
export const extensionNames: Readonly<Record<string, string>> = {
  '2.5.29.14': 'subjectKeyIdentifier',
  '2.5.29.15': 'keyUsage',
  '2.5.29.17': 'subjectAltName',
  '2.5.29.18': 'issuerAltName',
  '2.5.29.19': 'basicConstraints',
  '2.5.29.30': 'nameConstraints',
  '2.5.29.31': 'cRLDistributionPoints',
  '2.5.29.32': 'certificatePolicies',
  '2.5.29.33': 'policyMappings',
  '2.5.29.35': 'authorityKeyIdentifier',
  '2.5.29.36': 'policyConstraints',
  '2.5.29.37': 'extKeyUsage',
  '2.5.29.54': 'inhibitAnyPolicy',
  '1.3.6.1.5.5.7.1.1': 'authorityInfoAccess',
  '1.3.6.1.5.5.7.1.7': 'ipAddrBlocks',
  '1.3.6.1.5.5.7.1.8': 'autonomousSysIds',
  '1.3.6.1.5.5.7.1.14': 'proxyCertInfo',
  '2.16.840.1.113730.1.1': 'netscape-cert-type',
};

/** Bits of the extension KeyUsage, first bit first (RFC 5280, 4.2.1.3). */
export const usageNames = [
  'digitalSignature',
  'nonRepudiation',
  'keyEncipherment',
  'dataEncipherment',
  'keyAgreement',
  'keyCertSign',
  'cRLSign',
  'encipherOnly',
  'decipherOnly',
] as const;
export type CertificateUsage = (typeof usageNames)[number];

const yes = encodeDer(derTags.boolean, Uint8Array.of(0xff));

function usageBits(usages: readonly CertificateUsage[]): Uint8Array {
  const bits = usages.map((name) => usageNames.indexOf(name));
  const bytes = new Uint8Array(Math.max(...bits) > 7 ? 2 : 1);
  for (const bit of bits) bytes[bit >> 3] = (bytes[bit >> 3] as number) | (0x80 >> (bit & 7));
  const unused = 8 * bytes.length - 1 - Math.max(...bits);
  return encodeDer(derTags.bitString, Uint8Array.of(unused), bytes);
}

const extension = (oid: string, critical: boolean, value: Uint8Array): Uint8Array =>
  sequence(objectIdentifier(oid), ...(critical ? [yes] : []), octetString(value));

/** The extensions that this program writes. @param keyIds SHA-1 key identifiers (RFC 5280, 4.2.1.2) */
export function encodeExtensions(
  isCa: boolean,
  keyUsage: readonly CertificateUsage[],
  keyIds: { readonly subject: Uint8Array; readonly authority?: Uint8Array },
): Uint8Array {
  const { subject, authority } = keyIds;
  return sequence(
    extension(extensionOids.basicConstraints, true, isCa ? sequence(yes) : sequence()),
    ...(keyUsage.length === 0 ? [] : [extension(extensionOids.keyUsage, true, usageBits(keyUsage))]),
    extension(extensionOids.subjectKeyId, false, octetString(subject)),
    ...(authority === undefined ? [] : [extension(extensionOids.authorityKeyId, false, sequence(encodeDer(0x80, authority)))]),
  );
}
