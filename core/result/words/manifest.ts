/** Why the bytes of a manifest are refused. The first ones are of any CBOR item, the others of one part of a manifest. */
const reasons = {
  'too-long': 'it is longer than any manifest',
  'cut-short': 'it is cut short',
  'bytes-follow': 'bytes follow its end',
  'too-deep': 'it is nested too deep',
  'not-shortest': 'a number or length is not in its shortest form',
  'over-four-bytes': 'a number or length has more than four bytes',
  indefinite: 'a length is indefinite',
  reserved: 'a number or length has a form that CBOR does not define',
  tag: 'there is a tag (of a date, a large number or the like), which no manifest has',
  float: 'there is a floating-point number, which no manifest has',
  simple: 'there is a value other than a number, bytes, text, null, an array or a map (for example true or undefined)',
  'key-kind': 'a key of a map is neither a number nor text',
  'key-twice': 'a key of a map is there twice',
  'not-utf8': 'a text is not valid UTF-8',
  'other-bytes': 'its value would be written with other bytes',

  'not-a-manifest': 'the manifest is not an array of four items',
  'protected-header': 'the protected header is not a byte string with a map that has only the key 1',
  'signature-algorithm': 'the signature algorithm is unknown',
  'unprotected-header': 'the unprotected header is not a map that has only the key 4',
  'trust-anchor': 'the trust anchor is not an object id of two bytes',
  body: 'the signed part is not a byte string with an array of six items',
  version: 'the manifest version is not 1',
  'not-null': 'an unused item is not null',
  payload: 'the payload part is not an array of four items',
  'payload-type': 'the payload type is unknown',
  'payload-length': 'the payload length is not a number from 0 to 16777215',
  'payload-version': 'the payload version is not a number from 0 to 65535',
  'payload-details': 'the details of the payload are not an array of two items',
  offset: 'the offset is not a number from 0 to 65535',
  'write-type': 'the write type is neither 1 nor 2',
  'content-reset': 'the content reset is not 0, 1 or 2',
  'not-zero': 'the number after the content reset is not 0',
  'key-algorithm': 'the key algorithm is not a number from 0 to 255',
  'key-usage': 'the key usage is not a number from 0 to 255',
  protection: 'the protection part is not an array of two items',
  integrity: 'the integrity part is not an array of the number -1 and a byte string',
  digest: 'the digest is not an array of a hash and its value',
  hash: 'the hash of the digest is not SHA-256 (41)',
  'digest-length': 'the digest of fragment 1 does not have 32 bytes',
  encryption: 'the encryption part is not an array of the number 1 and three items',
  cipher: 'the header of the encryption is not a byte string with a map that has only the key 1',
  'cipher-unknown': 'the cipher is not AES-CCM-16-64-128 (10)',
  recipients: 'the recipients are not an array of one recipient with two items',
  recipient: 'the header of the recipient is not a byte string with a map of the keys 4, 1 and 5 in this order',
  secret: 'the secret is not an object id of two bytes',
  'key-derivation': 'the key derivation is not TLS 1.2 PRF with SHA-256 (-65720)',
  derivation: 'the derivation input is not an array of label and seed',
  label: 'the label is not a byte string of 0 to 32 bytes',
  seed: 'the seed is not a byte string of 16 to 64 bytes',
  addressee: 'the addressee is not an array of component id and target',
  'component-id': 'the component id is neither empty nor 25 bytes',
  target: 'the target is not an object id of two bytes',
  signature: 'the signature is not a byte string',
} as const;

/** The byte strings of a manifest that contain CBOR themselves. */
const parts = {
  header: 'the protected header',
  body: 'the signed part',
  digest: 'the digest of fragment 1',
  cipher: 'the header of the encryption',
  recipient: 'the header of the recipient',
} as const;

export type ManifestReason = keyof typeof reasons;
export type ManifestPart = keyof typeof parts;

/** Where a manifest is wrong, and what is wrong there. */
export interface ManifestProblem {
  /** Index of the byte in the whole manifest. */
  readonly at: number;
  readonly reason: ManifestReason;
  /** The byte string whose CBOR is wrong; undefined when it is that of the whole manifest. */
  readonly part?: ManifestPart;
}

export const sayManifestProblem = ({ at, reason, part }: ManifestProblem): string =>
  `At byte ${at}, ${part === undefined ? '' : `in ${parts[part]}, `}${reasons[reason]}.`;
