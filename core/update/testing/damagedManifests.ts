import { hex, toHex } from '../../bytes/hex.ts';
import type { ManifestProblem } from '../../result/words/manifest.ts';
import type { DataSet } from '../dataSet.ts';
import { seedSets } from './vectors.ts';

/** A byte string of less than 256 bytes with the shortest head. All texts are hexadecimal. */
function byteString(content: string): string {
  const size = content.length / 2;
  return `${size < 24 ? (0x40 + size).toString(16) : `58${size.toString(16).padStart(2, '0')}`}${content}`;
}

/** The vendor tool's encrypted data set, of which the damaged manifests are made. */
export const soundSet = seedSets[2]?.dataSet as DataSet;
const vendorBytes = (from: number, to?: number): string => toHex(soundSet.manifest.slice(from, to));

const sound = {
  start: '84',
  header: 'a10126',
  unprotected: 'a10442e0e3',
  bodyHead: '86',
  version: '01',
  unused: 'f6f6',
  payload: '842218660382',
  details: '0310',
  protection: '82',
  integrity: '8220',
  digest: `8218295820${vendorBytes(34, 66)}`,
  encryption: '820183',
  cipher: 'a1010a',
  recipients: '8182',
  recipient: `a30442f1d1013a000100b7058244746573745840${vendorBytes(97, 161)}`,
  afterRecipient: 'f6f6',
  addressee: '824042e0f1',
  bodyEnd: '',
  signature: byteString(vendorBytes(170)),
  end: '',
};

/** The manifest in which some items are other bytes. The lengths of the byte strings around them are right. */
function manifestWith(changes: Partial<typeof sound>): Uint8Array {
  const i = { ...sound, ...changes };
  const protection = `${i.protection}${i.integrity}${byteString(i.digest)}${i.encryption}${byteString(i.cipher)}${i.recipients}${byteString(i.recipient)}${i.afterRecipient}`;
  const body = `${i.bodyHead}${i.version}${i.unused}${i.payload}${i.details}${protection}${i.addressee}${i.bodyEnd}`;
  return hex(`${i.start}${byteString(i.header)}${i.unprotected}${byteString(body)}${i.signature}${i.end}`);
}

export const soundAgain = manifestWith({});

type Row = readonly [what: string, changes: Partial<typeof sound>, at: number, reason: ManifestProblem['reason'], part?: ManifestProblem['part']];

const whole: readonly Row[] = [
  ['a byte behind the manifest', { end: '00' }, 234, 'bytes-follow'],
  ['a signature that is cut short', { signature: sound.signature.slice(0, -2) }, 233, 'cut-short'],
  ['an indefinite array', { start: '9f', end: 'ff' }, 0, 'indefinite'],
  ['a longer array head', { start: '9804' }, 0, 'not-shortest'],
  ['a tag in front', { start: 'd284' }, 0, 'tag'],
  ['a fifth item', { start: '85', end: '00' }, 0, 'not-a-manifest'],
  ['a signature that is text', { signature: '6161' }, 168, 'signature'],
  ['a signature that is a float', { signature: 'fb3ff0000000000000' }, 168, 'float'],
  ['a signature that is text, but not UTF-8', { signature: '62c328' }, 168, 'not-utf8'],
  ['another key in the unprotected header', { unprotected: 'a10542e0e3' }, 5, 'unprotected-header'],
  ['the same key twice in the unprotected header', { unprotected: 'a20442e0e30442e0e3' }, 10, 'key-twice'],
  ['bytes as a key in the unprotected header', { unprotected: 'a1410442e0e3' }, 6, 'key-kind'],
  ['a trust anchor of three bytes', { unprotected: 'a10443e0e300' }, 7, 'trust-anchor'],
];

const header: readonly Row[] = [
  ['a byte behind the protected header', { header: 'a1012600' }, 5, 'bytes-follow', 'header'],
  ['a protected header that is cut short', { header: 'a101' }, 4, 'cut-short', 'header'],
  ['an algorithm that is not in its shortest form', { header: 'a1013806' }, 4, 'not-shortest', 'header'],
  ['an algorithm that is a large number', { header: 'a101c24101' }, 4, 'tag', 'header'],
  ['an unknown algorithm', { header: 'a10127' }, 4, 'signature-algorithm'],
  ['another key in the protected header', { header: 'a10226' }, 2, 'protected-header'],
  ['an array as protected header', { header: '820126' }, 2, 'protected-header'],
];

const body: readonly Row[] = [
  ['a byte behind the signed part', { bodyEnd: '00' }, 168, 'bytes-follow', 'body'],
  ['a signed part that is cut short', { addressee: '824042e0' }, 167, 'cut-short', 'body'],
  ['a float as version', { version: 'f93c00' }, 13, 'float', 'body'],
  ['a tag before the version', { version: 'c101' }, 13, 'tag', 'body'],
  ['a large number as version', { version: 'c24101' }, 13, 'tag', 'body'],
  ['undefined as unused item', { unused: 'f6f7' }, 15, 'simple', 'body'],
  ['true as unused item', { unused: 'f5f6' }, 14, 'simple', 'body'],
  ['an indefinite signed part', { bodyHead: '9f', bodyEnd: 'ff' }, 12, 'indefinite', 'body'],
  ['a version that is not in its shortest form', { version: '1801' }, 13, 'not-shortest', 'body'],
  ['a version of nine bytes', { version: '1b0000000000000001' }, 13, 'over-four-bytes', 'body'],
  ['a head that CBOR does not define', { version: '1c' }, 13, 'reserved', 'body'],
  ['an unused item that is too deep', { unused: 'f6818181818181818180' }, 22, 'too-deep', 'body'],
  ['an unused item that is text, but not UTF-8', { unused: '61fff6' }, 14, 'not-utf8', 'body'],
  ['a key that is null in an unused item', { unused: 'a1f600f6' }, 15, 'key-kind', 'body'],
  ['a key that is twice in an unused item', { unused: 'a201000100f6' }, 17, 'key-twice', 'body'],
  ['version 2', { version: '02' }, 13, 'version'],
  ['text as version', { version: '6131' }, 13, 'version'],
  ['a seventh item', { bodyHead: '87', bodyEnd: '00' }, 12, 'body'],
  ['an unused item that is bytes', { unused: '40f6' }, 14, 'not-null'],
  ['a longer unused item', { unused: 'f6420000' }, 15, 'not-null'],
  ['an unknown payload type', { payload: '842318660382' }, 17, 'payload-type'],
  ['a payload length of four bytes', { payload: '84221a010000000382' }, 18, 'payload-length'],
  ['a negative payload version', { payload: '842218662082' }, 20, 'payload-version'],
  ['three details', { payload: '842218660383', details: '031000' }, 21, 'payload-details'],
  ['a key usage of two bytes', { details: '03190100' }, 23, 'key-usage'],
  ['a key algorithm that is null', { details: 'f610' }, 22, 'key-algorithm'],
  ['an unknown write type', { payload: '842018660382', details: '0003' }, 23, 'write-type'],
  ['an unknown content reset', { payload: '842118660382', details: '0300' }, 22, 'content-reset'],
  ['a number after the content reset', { payload: '842118660382', details: '0001' }, 23, 'not-zero'],
  ['a component id of one byte', { addressee: '82410142e0f1' }, 164, 'component-id'],
  ['null as component id', { addressee: '82f642e0f1' }, 164, 'component-id'],
  ['text as target', { addressee: '824062e0b0' }, 165, 'not-utf8', 'body'],
  ['a target of one byte', { addressee: '824041e0' }, 165, 'target'],
];

const nested: readonly Row[] = [
  ['a byte behind the digest', { digest: `${sound.digest}00` }, 66, 'bytes-follow', 'digest'],
  ['a digest that is cut short', { digest: sound.digest.slice(0, -2) }, 65, 'cut-short', 'digest'],
  ['a float as hash', { digest: `82f93c00${sound.digest.slice(6)}` }, 30, 'float', 'digest'],
  ['another hash', { digest: sound.digest.replace('1829', '182a') }, 30, 'hash'],
  ['a digest of 31 bytes', { digest: `821829581f${sound.digest.slice(12)}` }, 32, 'digest-length'],
  ['another step of integrity', { integrity: '8221' }, 26, 'integrity'],
  ['another step of encryption', { encryption: '820283' }, 67, 'encryption'],
  ['a byte behind the header of the encryption', { cipher: 'a1010a00' }, 73, 'bytes-follow', 'cipher'],
  ['undefined as cipher', { cipher: 'a101f7' }, 72, 'simple', 'cipher'],
  ['another cipher', { cipher: 'a1010b' }, 72, 'cipher-unknown'],
  ['another key in the header of the encryption', { cipher: 'a1020a' }, 70, 'cipher'],
  ['a byte behind the header of the recipient', { recipient: `${sound.recipient}00` }, 161, 'bytes-follow', 'recipient'],
  ['an indefinite map in the header of the recipient', { recipient: `bf${sound.recipient.slice(2)}ff` }, 77, 'indefinite', 'recipient'],
  ['the keys of the recipient in another order', { recipient: `a3013a000100b70442f1d1${sound.recipient.slice(22)}` }, 77, 'recipient'],
  ['another key derivation', { recipient: sound.recipient.replace('3a000100b7', '3a000100b8') }, 83, 'key-derivation'],
  ['a label that is text', { recipient: sound.recipient.replace('4474657374', '6474657374') }, 90, 'label'],
  ['a label that is text, but not UTF-8', { recipient: sound.recipient.replace('4474657374', '64746573ff') }, 90, 'not-utf8', 'recipient'],
  ['a seed of 15 bytes', { recipient: `${sound.recipient.slice(0, 36)}4f${'00'.repeat(15)}` }, 95, 'seed'],
  ['a recipient with a key', { afterRecipient: '40f6' }, 161, 'not-null'],
  ['bytes behind the recipients', { afterRecipient: 'f640' }, 162, 'not-null'],
];

/** Manifests with one fault each. `problem.at` is counted in `bytes`. */
export const damagedManifests = [...whole, ...header, ...body, ...nested].map(([what, changes, at, reason, part]) => ({
  what,
  bytes: manifestWith(changes),
  problem: { at, reason, ...(part === undefined ? {} : { part }) } satisfies ManifestProblem,
}));
