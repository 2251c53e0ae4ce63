import type { Certificate } from '../certificates/certificate.ts';
import { findLeaf } from '../certificates/leaf.ts';
import { parseCertificates } from '../certificates/material.ts';
import { equal } from '../bytes/bytes.ts';
import { ok, type Result } from '../result/result.ts';

/**
 * A certificate with its issuers from the same file, the nearest first. A root is left out, because the verifier
 * already has it, except when the root is the only certificate.
 */
export interface ChainContent {
  readonly leaf: Certificate;
  readonly issuers: readonly Certificate[];
}

function issuersOf(leaf: Certificate, others: readonly Certificate[]): Certificate[] {
  const row: Certificate[] = [];
  const left = new Set(others);
  for (let last = leaf; ; last = row.at(-1) as Certificate) {
    const next = [...left].find(({ subjectName }) => equal(subjectName, last.issuerName));
    if (next === undefined) return row;
    if (equal(next.subjectName, next.issuerName)) return row.length === 0 ? [next] : row;
    left.delete(next);
    row.push(next);
  }
}

/** The device's certificate and its chain, from a file with several certificates; undefined when the file has only one or none. */
export function chainOf(bytes: Uint8Array, file: string): Result<ChainContent, 'chain/several-leaves'> | undefined {
  const certificates = parseCertificates(bytes, file);
  if (!certificates.ok || certificates.value.length < 2) return undefined;
  const found = findLeaf(certificates.value, file);
  return found.ok ? ok({ leaf: found.value.leaf, issuers: issuersOf(found.value.leaf, found.value.others) }) : found;
}
