import { parseAll } from '../../../core/certificates/material.ts';
import { unwrapCertificate } from '../../../core/certificates/identity.ts';
import type { Certificate } from '../../../core/certificates/certificate.ts';
import { findObject, type ObjectKind } from '../../../core/objects/catalogue.ts';
import { formatOid, type Oid } from '../../../core/objects/oid.ts';
import { fault } from '../../../core/result/fault.ts';
import { err, ok, type Result } from '../../../core/result/result.ts';
import type { Work } from '../../board/board.ts';
import { readContent } from './objectRead.ts';

const mayHold: ReadonlySet<ObjectKind> = new Set(['certificate', 'trust-anchor', 'data']);

/** Refuses an object that can never contain a certificate, such as a key or a counter. The chip is not accessed. */
export function checkHoldsCertificates(id: Oid): Result<void, 'object/unknown' | 'object/not-for-this'> {
  const entry = findObject(id);
  const object = formatOid(id);
  if (entry === undefined) return err(fault('object/unknown', { object }));
  if (mayHold.has(entry.kind)) return ok(undefined);
  return err(fault('object/not-for-this', { object, what: 'The object holds no certificate.', why: `It is of type ${entry.name}.` }));
}

/** Reads the certificates of an object, at least one, without identity tags. A forbidden read is not tried. */
export async function certificatesOfObject(id: Oid, work: Work): Promise<Result<Certificate[]>> {
  const kind = checkHoldsCertificates(id);
  if (!kind.ok) return kind;
  const content = await readContent(id, work);
  if (!content.ok) return content;
  const inside = unwrapCertificate(content.value.data, formatOid(id));
  return inside.ok ? parseAll(inside.value.certificates, formatOid(id)) : inside;
}
