import { basename } from 'node:path';
import type { Certificate } from '../../../core/certificates/certificate.ts';
import type { ChainReport } from '../../../core/certificates/chain.ts';
import { findLeaf } from '../../../core/certificates/leaf.ts';
import { parseCertificates } from '../../../core/certificates/material.ts';
import { describePublicKey } from '../../../core/keys/publicKey.ts';
import { formatOid, parseOid } from '../../../core/objects/oid.ts';
import { ok, type Result } from '../../../core/result/result.ts';
import { sayLine } from '../../../core/result/say.ts';
import { openCertificates } from '../../app/material/index.ts';
import { chainOf, pinnedName } from '../../app/reels/index.ts';
import { certificatesOfObject, checkHoldsCertificates } from '../../app/objects/index.ts';
import type { Action } from '../command.ts';
import { withChip } from '../context.ts';
import { readInput } from '../inputs.ts';
import { sayFingerprint } from '../../../core/result/format.ts';

/** Reads all certificates from a file or from an identity. */
async function certificatesOfFile(path: string): Promise<Result<Certificate[]>> {
  const bytes = await readInput(path);
  return bytes.ok ? parseCertificates(await openCertificates(bytes.value, basename(path)), basename(path)) : bytes;
}

/** Reads the user's own anchors from files. */
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
  return `It leads to ${pinnedName(last) === undefined ? 'your anchor' : 'the pinned root'} ${last.subject} (SHA-256 ${sayFingerprint(last.fingerprint)}).`;
}

interface ChainOptions {
  readonly anchor?: readonly string[];
}

/** Shows the certificate's chain to the pinned anchors, or to the user's own. "Not trusted" is a result, not a failure. */
export const chain: Action<ChainOptions> = async (context, options, [from = '']) => {
  const own = await readAnchors(options.anchor ?? []);
  if (!own.ok) return own;
  const id = parseOid(from);
  const fits = id.ok ? checkHoldsCertificates(id.value) : ok(undefined);
  if (!fits.ok) return fits;
  const found = id.ok ? await withChip(context, (session) => certificatesOfObject(id.value, session)) : await certificatesOfFile(from);
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
