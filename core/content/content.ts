import { wrapIdentity } from '../certificates/identity.ts';
import { parseCertificateFile } from '../certificates/material.ts';
import { decodeText } from '../keys/fileItems.ts';
import { findObject } from '../objects/catalogue.ts';
import { objectTypeCodes } from '../objects/codes.ts';
import { fieldNumber, type Metadata } from '../objects/metadata.ts';
import { formatOid, type Oid } from '../objects/oid.ts';
import { fault } from '../result/fault.ts';
import { err, ok, type Result } from '../result/result.ts';
import { chainOf } from './chain.ts';
import { findKey } from './keyText.ts';
import { bytesOfText, type TextForm } from './textBytes.ts';

/** How the content of a file was read: as a certificate (in any form), as the bytes that a text describes, or as the file itself. */
export type ContentForm = TextForm | 'certificate' | 'text' | 'binary';

export interface Content {
  readonly bytes: Uint8Array;
  readonly form: ContentForm;
  /** For a file with several certificates: the subject of the one to write, and the DER of its issuers, the nearest first. */
  readonly chain?: { readonly subject: string; readonly issuers: readonly Uint8Array[] };
}

/** What to write, and into which object. */
export interface Given {
  readonly bytes: Uint8Array;
  /** The user's name for the input: a file name, or "what was typed". */
  readonly file: string;
  readonly object: Oid;
}

/**
 * Refuses a private key or a container of secrets, in any form. Key objects accept keys only through protected updates,
 * and objects that hold a secret need its bytes, not a key file.
 */
export function refuseKey({ bytes, file, object }: Given): Result<void, 'key/not-for-object'> {
  const kind = findKey(bytes);
  return kind === undefined ? ok(undefined) : err(fault('key/not-for-object', { file, object: formatOid(object), kind }));
}

/** Objects for a device's certificate. They may also hold its chain. */
const holdsDevice = (object: Oid): boolean => findObject(object)?.kind === 'certificate';

/** Whether a text has no control characters other than tabs and line ends; such characters mean binary data. */
// oxlint-disable-next-line no-control-regex
const isPlainText = (text: string): boolean => !/[\u0000-\u0008\u000b\u000e-\u001f\u007f]/.test(text);

/** Bytes that a text describes. They may be a certificate. */
function ofText({ file }: Given, text: string): Result<Content> {
  const read = bytesOfText(text, file);
  if (!read.ok) return read;
  const certificate = parseCertificateFile(read.value.bytes, file);
  return ok(certificate.ok ? { bytes: certificate.value.der, form: 'certificate' } : read.value);
}

function read(given: Given, asText: boolean): Result<Content> {
  const { bytes, file, object } = given;
  if (asText) return ok({ bytes: bytes.slice(), form: 'text' });
  const text = decodeText(bytes);
  const kind = findObject(object)?.kind;
  // Damaged PEM for a certificate object: explain why it is not a certificate, not why it is not hexadecimal.
  if (text?.includes('-----BEGIN ') === true && (kind === 'certificate' || kind === 'trust-anchor')) {
    const certificate = parseCertificateFile(bytes, file);
    if (!certificate.ok) return certificate;
  }
  return text !== undefined && isPlainText(text) ? ofText(given, text) : ok({ bytes: bytes.slice(), form: 'binary' });
}

/**
 * The content that a file means for an object, judged by its bytes: a certificate as DER, the bytes that a text clearly
 * describes, or binary data unchanged. Refuses private keys and containers of secrets, and a text whose bytes are not
 * clear.
 * @param asText writes the text itself; a private key is still refused
 */
export function readContent(given: Given, asText = false): Result<Content> {
  const chain = asText || !holdsDevice(given.object) ? undefined : chainOf(given.bytes, given.file);
  if (chain !== undefined) {
    if (!chain.ok) return chain;
    const { leaf, issuers } = chain.value;
    return ok({ bytes: leaf.der, form: 'certificate', chain: { subject: leaf.subject, issuers: issuers.map(({ der }) => der) } });
  }
  const certificate = asText ? undefined : parseCertificateFile(given.bytes, given.file);
  // A key beside the certificate is not written.
  if (certificate?.ok === true) return ok({ bytes: certificate.value.der, form: 'certificate' });
  const allowed = refuseKey(given);
  if (!allowed.ok) return allowed;
  const content = read(given, asText);
  if (!content.ok) return content;
  const inside = refuseKey({ ...given, bytes: content.value.bytes });
  return inside.ok ? content : inside;
}

export type Tag = boolean | 'chain' | undefined;

/** The name of the content in a step's title. */
export function sayContent({ chain }: Content, asked: Tag): string {
  if (chain === undefined) return 'content';
  const others = chain.issuers.length === 1 ? 'the certificate that issued it' : `${chain.issuers.length} certificates that issued it`;
  return asked === 'chain' ? `certificate of ${chain.subject} with ${others}` : `certificate of ${chain.subject} alone (the file has ${others} too)`;
}

/**
 * The bytes to write. By default, a certificate gets an identity tag in a device certificate object, and none in a
 * trust anchor.
 * @param asked whether the user wants the tag, or the whole chain in it; undefined: the default for the object
 */
export function tagged(content: Content, { file, object }: Pick<Given, 'file' | 'object'>, metadata: Metadata, asked: Tag): Result<Uint8Array, 'object/tagged-anchor' | 'object/not-tagged' | 'object/no-chain'> {
  const { bytes, form, chain } = content;
  const kind = findObject(object)?.kind;
  const type = fieldNumber(metadata, 'type');
  const anchor = type === objectTypeCodes.trust_anchor || kind === 'trust-anchor';
  const device = kind === 'certificate' && type === objectTypeCodes.device_cert;
  if (asked === 'chain' && (chain === undefined || anchor)) return err(fault('object/no-chain', { object: formatOid(object), file }));
  if (asked === 'chain' && chain !== undefined) return ok(wrapIdentity(bytes, ...chain.issuers));
  if (asked === true && anchor) return err(fault('object/tagged-anchor', { object: formatOid(object) }));
  if (asked === true && form !== 'certificate') return err(fault('object/not-tagged', { object: formatOid(object), file }));
  return ok(form === 'certificate' && (asked ?? device) ? wrapIdentity(bytes) : bytes);
}
