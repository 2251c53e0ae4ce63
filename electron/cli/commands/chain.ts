import { basename } from 'node:path';
import { parseCertificate, type Certificate } from '../../../core/certificates/certificate.ts';
import { unwrapCertificate } from '../../../core/certificates/identity.ts';
import { whyUnread } from '../../../core/chip/exchange/wholeChip.ts';
import { readObjects } from '../../../core/chip/snapshot.ts';
import { readFileItems } from '../../../core/keys/fileItems.ts';
import { describePublicKey } from '../../../core/keys/publicKey.ts';
import { formatOid, parseOid, type Oid } from '../../../core/objects/oid.ts';
import { fault } from '../../../core/result/fault.ts';
import { err, ok, type Result } from '../../../core/result/result.ts';
import { sayLine } from '../../../core/result/say.ts';
import type { ChainReport } from '../../../core/certificates/chain.ts';
import { chainOf, pinnedName } from '../../services/anchors.ts';
import type { Action } from '../command.ts';
import { withChip, type Context } from '../context.ts';
import { readInput } from '../inputs.ts';

function parseAll(ders: readonly Uint8Array[], file: string): Result<Certificate[]> {
  const certificates: Certificate[] = [];
  for (const der of ders) {
    const parsed = parseCertificate(der, file);
    if (!parsed.ok) return parsed;
    certificates.push(parsed.value);
  }
  return certificates.length > 0 ? ok(certificates) : err(fault('certificate/none', { file, found: 'a file with other things' }));
}

/** Every certificate of a file, or of an identity; the device's own first. */
async function certificatesOfFile(path: string): Promise<Result<Certificate[]>> {
  const [bytes, file] = [await readInput(path), basename(path)];
  if (!bytes.ok) return bytes;
  if (bytes.value[0] === 0xc0 || bytes.value[0] === 0xc2) {
    const inside = unwrapCertificate(bytes.value, file);
    return inside.ok ? parseAll(inside.value.certificates, file) : inside;
  }
  const items = readFileItems(bytes.value, file);
  if (!items.ok) return items;
  return parseAll(items.value.flatMap((item) => (item.kind === 'certificate' ? [item.node.whole] : [])), file);
}

function certificatesOfChip(context: Context, id: Oid): Promise<Result<Certificate[]>> {
  return withChip(context, async ({ chip, identity }) => {
    const read = await readObjects(chip, identity, [id]);
    if (!read.ok) return read;
    const object = read.value.objects.get(id);
    const name = formatOid(id);
    if (object?.data === undefined) {
      const why = object === undefined ? '' : whyUnread(object, identity);
      return err(fault('chip/refused', { command: 'reading', object: name, status: 0x07, meaning: 'access conditions not satisfied', why, todo: 'Give the certificate as a file.' }));
    }
    const inside = unwrapCertificate(object.data, name);
    return inside.ok ? parseAll(inside.value.certificates, name) : inside;
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
  const [leaf, ...beside] = found.value as [Certificate, ...Certificate[]];
  const report = chainOf(leaf, beside, own.value, new Date());
  const why = whyOf(report);
  const json = { subject: leaf.subject, chain: report.chain.map(viewLink), trusted: report.trusted, why };
  const lines = [...report.chain.map(({ subject }, depth) => `${'  '.repeat(depth)}${subject}`), `${report.trusted ? 'trusted' : 'not trusted'}: ${why}`];
  return ok({ json, lines, ...(report.trusted ? {} : { exitCode: 1 }) });
};
