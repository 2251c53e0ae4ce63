import { basename } from 'node:path';
import type { Certificate } from '../../../core/certificates/certificate.ts';
import type { ChainReport } from '../../../core/certificates/chain.ts';
import { unwrapCertificate } from '../../../core/certificates/identity.ts';
import { findLeaf } from '../../../core/certificates/leaf.ts';
import { parseAll, parseCertificates } from '../../../core/certificates/material.ts';
import { describePublicKey } from '../../../core/keys/publicKey.ts';
import { findObject, type ObjectKind } from '../../../core/objects/catalogue.ts';
import { formatOid, parseOid, type Oid } from '../../../core/objects/oid.ts';
import { fault } from '../../../core/result/fault.ts';
import { err, ok, type Result } from '../../../core/result/result.ts';
import { sayLine } from '../../../core/result/say.ts';
import { openCertificates } from '../../app/material/index.ts';
import { chainOf, pinnedName } from '../../app/reels/index.ts';
import { readContent } from '../../app/objects/index.ts';
import type { Action } from '../command.ts';
import { withChip, type Context } from '../context.ts';
import { readInput } from '../inputs.ts';

/** Every certificate of a file, or of an identity. */
async function certificatesOfFile(path: string): Promise<Result<Certificate[]>> {
  const bytes = await readInput(path);
  return bytes.ok ? parseCertificates(await openCertificates(bytes.value, basename(path)), basename(path)) : bytes;
}

const mayHold: ReadonlySet<ObjectKind> = new Set(['certificate', 'trust-anchor', 'data']);

/** Before the chip is asked: a key or a counter never holds a certificate. */
function checkKind(id: Oid): Result<void> {
  const entry = findObject(id);
  const object = formatOid(id);
  if (entry === undefined) return err(fault('object/unknown', { object }));
  if (mayHold.has(entry.kind)) return ok(undefined);
  return err(fault('object/not-for-this', { object, what: 'The object holds no certificate.', why: `It is: ${entry.name}.` }));
}

async function certificatesOfChip(context: Context, id: Oid): Promise<Result<Certificate[]>> {
  const kind = checkKind(id);
  if (!kind.ok) return kind;
  return withChip(context, async (session) => {
    const content = await readContent(id, session);
    if (!content.ok) return content;
    const inside = unwrapCertificate(content.value.data, formatOid(id));
    return inside.ok ? parseAll(inside.value.certificates, formatOid(id)) : inside;
  });
}

/** The user's own anchors, from files. */
export async function readAnchors(paths: readonly string[]): Promise<Result<Certificate[]>> {
  const anchors: Certificate[] = [];
  for (const path of paths) {
    const found = await certificatesOfFile(path);
    if (!found.ok) return found;
    anchors.push(...found.value);
  }
  return ok(anchors);
}

const viewLink = (certificate: Certificate) => {
  const { subject, issuer, serial, notBefore, notAfter, publicKey, fingerprint } = certificate;
  const pinned = pinnedName(certificate);
  return { subject, issuer, serial, notBefore: notBefore.toISOString(), notAfter: notAfter.toISOString(), key: describePublicKey(publicKey), sha256: fingerprint, ...(pinned === undefined ? {} : { pinned }) };
};

function whyOf({ chain, fault: refused }: ChainReport): string {
  if (refused !== undefined) return sayLine(refused);
  const last = chain.at(-1) as Certificate;
  return `It leads to ${pinnedName(last) === undefined ? 'your anchor' : 'the pinned root'} ${last.subject} (SHA-256 ${last.fingerprint.toUpperCase()}).`;
}

interface ChainOptions {
  readonly anchor?: readonly string[];
}

/** The certificate's chain to the pinned anchors, or to the user's own. Not trusted is an answer, not a failure. */
export const chain: Action<ChainOptions> = async (context, options, [from = '']) => {
  const own = await readAnchors(options.anchor ?? []);
  if (!own.ok) return own;
  const id = parseOid(from);
  const found = id.ok ? await certificatesOfChip(context, id.value) : await certificatesOfFile(from);
  if (!found.ok) return found;
  const judged = findLeaf(found.value, id.ok ? formatOid(id.value) : basename(from));
  if (!judged.ok) return judged;
  const { leaf, others } = judged.value;
  const report = chainOf(leaf, others, own.value, new Date());
  const why = whyOf(report);
  const notes = report.notes.map(sayLine);
  const json = { subject: leaf.subject, chain: report.chain.map(viewLink), trusted: report.trusted, why, ...(notes.length === 0 ? {} : { notes }) };
  const lines = [...report.chain.map(({ subject }, depth) => `${'  '.repeat(depth)}${subject}`), `${report.trusted ? 'trusted' : 'not trusted'}: ${why}`, ...notes.map((note) => `note: ${note}`)];
  return ok({ json, lines, ...(report.trusted ? {} : { exitCode: 1 }) });
};
