import { equal } from '../bytes/bytes.ts';
import { fault } from '../result/fault.ts';
import { err, ok, type Result } from '../result/result.ts';
import type { Certificate } from './certificate.ts';
import { distinct } from './chain.ts';
import { namedIssuer } from './chainRules.ts';

export interface LeafAndOthers {
  readonly leaf: Certificate;
  /** The other certificates, in any order. */
  readonly others: readonly Certificate[];
}

/**
 * Whether one certificate issued the other, judged by names. A root and its successor of the same name did not issue
 * each other, although their names suggest it.
 */
const issuedByName = (issuer: Certificate, subject: Certificate): boolean => namedIssuer(issuer, subject) && !equal(issuer.subjectName, subject.subjectName);

/**
 * Finds the certificate to judge in a file: the one that issued none of the others, at any position. It compares names,
 * not signatures, so that a changed certificate is still found.
 * @param certificates at least one
 * @param file name of the input in faults
 */
export function findLeaf(certificates: readonly Certificate[], file: string): Result<LeafAndOthers, 'chain/several-leaves'> {
  const each = distinct(certificates);
  const leaves = each.filter((one) => !each.some((other) => issuedByName(one, other)));
  const [leaf, second] = leaves;
  if (leaf !== undefined && second === undefined) return ok({ leaf, others: each.filter((other) => other !== leaf) });
  const among = leaves.length === 0 ? each : leaves;
  return err(fault('chain/several-leaves', { file, count: among.length, subjects: among.slice(0, 3).map(({ subject }) => subject) }));
}
