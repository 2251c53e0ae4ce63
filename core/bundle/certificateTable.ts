import { equal } from '../bytes/bytes.ts';
import type { ChipId } from '../objects/uid.ts';
import { fault, type Fault } from '../result/fault.ts';
import { err, ok, type Result } from '../result/result.ts';
import { summaryAt } from './certificateSummary.ts';
import { baseName, isSystemFile, parseCertificateName, type ReelObject } from './names.ts';
import { pemCertificate } from './pemBytes.ts';

/** What is wrong with one file of a bundle. The other files can still be used. */
export type BundleProblem = Fault<'bundle/bad-certificate' | 'bundle/bad-name' | 'bundle/missing-archive' | 'bundle/not-encrypted' | 'bundle/not-trusted'>;

/**
 * The certificates of one inner archive, packed into three values, so that thousands of them pass quickly from the
 * worker to the main thread.
 */
export interface CertificateTable {
  readonly object: ReelObject;
  readonly ids: readonly ChipId[];
  /** Where each certificate ends in `der`. */
  readonly ends: Uint32Array;
  readonly der: Uint8Array;
  readonly problems: readonly BundleProblem[];
  /** Files whose names show that they are not certificates. */
  readonly others: number;
}

export interface NamedBytes {
  readonly name: string;
  readonly bytes: Uint8Array;
}

/** DER of the certificate at `index`, a view. */
export const certificateAt = ({ ends, der }: CertificateTable, index: number): Uint8Array =>
  der.subarray(index === 0 ? 0 : ends[index - 1], ends[index]);

const expectedKind = { E0E0: 'ec', E0E1: 'ec', E0E2: 'rsa' } as const;
const kindWords = { ec: 'an ECC key', rsa: 'an RSA key', other: 'a key of another kind' } as const;

interface Owner {
  readonly file: string;
  readonly der: Uint8Array;
}

/** What is wrong with a certificate under this name; undefined when nothing is. */
function checkOne(object: ReelObject, name: string, der: Uint8Array, owners: Map<string, Owner>): BundleProblem | undefined {
  const file = baseName(name);
  const glance = summaryAt(der);
  if (glance === undefined) return fault('bundle/bad-certificate', { file, why: 'Its bytes cannot be decoded as a certificate.' });
  if (glance.kind !== expectedKind[object]) {
    return fault('bundle/bad-name', { file, why: `A certificate of ${object} has ${kindWords[expectedKind[object]]}; this one has ${kindWords[glance.kind]}.` });
  }
  // A serial number is only unique to its issuer. Two certificates with the same number may be different.
  const owner = owners.get(glance.serial);
  if (owner !== undefined && equal(owner.der, der)) {
    return fault('bundle/bad-name', { file, why: `The same certificate (serial number ${glance.serial}) is in ${owner.file} too.` });
  }
  owners.set(glance.serial, { file, der });
  return undefined;
}

const packed = (parts: readonly Uint8Array[]): { der: Uint8Array; ends: Uint32Array } => {
  const ends = new Uint32Array(parts.length);
  let total = 0;
  for (const [i, part] of parts.entries()) ends[i] = total += part.length;
  const der = new Uint8Array(total);
  for (const [i, part] of parts.entries()) der.set(part, (ends[i] as number) - part.length);
  return { der, ends };
};

const misnamed = (file: string, isNamed: boolean, object: ReelObject): BundleProblem =>
  fault('bundle/bad-name', { file, why: isNamed ? `It lies in the archive of ${object}.` : 'It is not <chip id of 20 digits>_<object>.pem.' });

/**
 * Reads the certificates of one inner archive. A damaged file is reported as a problem of that file. If a chip has two
 * different certificates, the whole bundle is refused.
 * @param archive name of the archive in faults
 */
export function readCertificates(archive: string, object: ReelObject, files: Iterable<NamedBytes>): Result<CertificateTable, 'bundle/duplicate-chip'> {
  const seen = new Map<ChipId, Uint8Array>();
  const ids: ChipId[] = [];
  const parts: Uint8Array[] = [];
  const problems: BundleProblem[] = [];
  const owners = new Map<string, Owner>();
  let others = 0;
  for (const { name, bytes } of files) {
    if (isSystemFile(name)) continue;
    const named = parseCertificateName(name);
    if (named?.object !== object) {
      if (named === undefined) others += 1;
      if (/\.pem$/i.test(name)) problems.push(misnamed(baseName(name), named !== undefined, object));
      continue;
    }
    const der = pemCertificate(bytes);
    if (der === undefined) {
      problems.push(fault('bundle/bad-certificate', { file: baseName(name), why: 'It holds no whole PEM certificate.' }));
      continue;
    }
    // Checked first, so that the order of the files does not matter: two certificates of one chip contradict each
    // other.
    const before = seen.get(named.chipId);
    if (before !== undefined && !equal(before, der)) return err(fault('bundle/duplicate-chip', { chipId: named.chipId, object, file: archive }));
    if (before !== undefined) continue;
    seen.set(named.chipId, der);
    const problem = checkOne(object, name, der, owners);
    if (problem !== undefined) {
      problems.push(problem);
      continue;
    }
    ids.push(named.chipId);
    parts.push(der);
  }
  return ok({ object, ids, ...packed(parts), problems, others });
}

/** Merges two tables of one object. A chip in both tables must have the same certificate in each. */
export function mergeTables(old: CertificateTable, fresh: CertificateTable, file: string): Result<CertificateTable, 'bundle/duplicate-chip'> {
  const parts = new Map(old.ids.map((id, place) => [id, certificateAt(old, place)]));
  for (const [place, id] of fresh.ids.entries()) {
    const der = certificateAt(fresh, place);
    if (!equal(parts.get(id) ?? der, der)) return err(fault('bundle/duplicate-chip', { chipId: id, object: fresh.object, file }));
    parts.set(id, der);
  }
  // The same archive given a second time has the same problems. List them once.
  const problems = [...new Map([...old.problems, ...fresh.problems].map((problem) => [JSON.stringify(problem), problem])).values()];
  return ok({ object: fresh.object, ids: [...parts.keys()], ...packed([...parts.values()]), problems, others: old.others + fresh.others });
}
