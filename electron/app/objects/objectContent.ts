import { fromHex } from '../../../core/bytes/hex.ts';
import { wrapIdentity } from '../../../core/certificates/identity.ts';
import { parseCertificateFile } from '../../../core/certificates/material.ts';
import { findObject } from '../../../core/objects/catalogue.ts';
import { objectTypeCodes } from '../../../core/objects/codes.ts';
import { fieldNumber, type Metadata } from '../../../core/objects/metadata.ts';
import { formatOid, type Oid } from '../../../core/objects/oid.ts';
import { fault } from '../../../core/result/fault.ts';
import { err, ok, type Result } from '../../../core/result/result.ts';

export interface Content {
  readonly bytes: Uint8Array;
  readonly certificate: boolean;
}

/** PEM and DER certificates, hexadecimal text, anything else as it is: by content. */
export function contentOf(bytes: Uint8Array, file: string): Content {
  const certificate = parseCertificateFile(bytes, file);
  if (certificate.ok) return { bytes: certificate.value.der, certificate: true };
  const text = fromHex(new TextDecoder().decode(bytes));
  return { bytes: text.ok && text.value.length > 0 ? text.value : bytes.slice(), certificate: false };
}

/** Identity tag by default for a certificate into a device certificate object, never into a trust anchor (spec page 2). */
export function tagged(content: Content, id: Oid, metadata: Metadata, asked: boolean | undefined): Result<Uint8Array> {
  const kind = findObject(id)?.kind;
  const type = fieldNumber(metadata, 'type');
  const anchor = type === objectTypeCodes.trust_anchor || kind === 'trust-anchor';
  const device = kind === 'certificate' && type === objectTypeCodes.device_cert;
  if (asked === true && anchor) return err(fault('object/tagged-anchor', { object: formatOid(id) }));
  return ok(content.certificate && (asked ?? device) ? wrapIdentity(content.bytes) : content.bytes);
}
