import { concat } from '../bytes/bytes.ts';
import { toHex } from '../bytes/hex.ts';
import { oidAt, oidBytes } from '../objects/oid.ts';
import { fault } from '../result/fault.ts';
import { err, ok, type Result } from '../result/result.ts';
import {
  always,
  andCode,
  comparisonCodes,
  comparisons,
  maxGroups,
  maxTerms,
  never,
  orCode,
  termCodes,
  termKinds,
  terms,
  type Condition,
  type Term,
} from './condition.ts';

type Parsed<T> = Result<T, 'access/malformed'>;

/** Most bytes of a condition: its length in the metadata has one byte. */
const longest = 255;

function encodeTerm(term: Term): Uint8Array {
  const code = termCodes[term.kind];
  if ('oid' in term) return Uint8Array.of(code, ...oidBytes(term.oid));
  if ('mask' in term) return Uint8Array.of(code, term.mask);
  return Uint8Array.of(code, comparisonCodes[term.comparison], term.state);
}

function join(parts: readonly Uint8Array[], separator: number): Uint8Array {
  return concat(...parts.flatMap((part, index) => (index === 0 ? [part] : [Uint8Array.of(separator), part])));
}

/** Bytes of a condition, in the form of the metadata tags D0, D1, D3 and D8. */
export function encodeCondition(condition: Condition): Uint8Array {
  if (condition.kind === 'always') return Uint8Array.of(0x00);
  if (condition.kind === 'never') return Uint8Array.of(0xff);
  return join(condition.groups.map((group) => join(group.map(encodeTerm), andCode)), orCode);
}

function parseTerm(bytes: Uint8Array, at: number): { term: Term; length: number } | string {
  const code = bytes[at] as number;
  const kind = termKinds.get(code);
  switch (kind) {
    case undefined:
      if (code === 0x00 || code === 0xff) return 'always and never stand alone, not inside an expression';
      return `0x${code.toString(16).padStart(2, '0')} begins no term`;
    case 'secStaG':
    case 'secStaA': {
      const mask = bytes[at + 1];
      return mask === undefined ? 'the term is cut short' : { term: { kind, mask }, length: 2 };
    }
    case 'lcsG':
    case 'lcsA':
    case 'lcsO': {
      const comparison = comparisons.get(bytes[at + 1] ?? -1);
      const state = bytes[at + 2];
      if (comparison === undefined) return 'a comparison (FA, FB, FC) is missing';
      return state === undefined ? 'the term is cut short' : { term: { kind, comparison, state }, length: 3 };
    }
    default:
      if (at + 3 > bytes.length) return 'the term is cut short';
      return { term: { kind, oid: oidAt(bytes, at + 1) }, length: 3 };
  }
}

/** Parses the bytes of a condition; at most 7 terms a group and 3 groups (manual, "Access Conditions"). */
export function parseCondition(bytes: Uint8Array): Parsed<Condition> {
  const malformed = (why: string, at: number): Parsed<never> =>
    err(fault('access/malformed', { why, at, raw: toHex(bytes.subarray(0, longest)) }));
  if (bytes.length === 0) return malformed('It is empty', 0);
  if (bytes.length === 1 && bytes[0] === 0x00) return ok(always);
  if (bytes.length === 1 && bytes[0] === 0xff) return ok(never);
  const groups: Term[][] = [[]];
  for (let at = 0; ; ) {
    const parsed = at < bytes.length ? parseTerm(bytes, at) : 'a term is missing at the end';
    if (typeof parsed === 'string') return malformed(parsed, at);
    const group = groups.at(-1) as Term[];
    group.push(parsed.term);
    if (group.length > maxTerms) return malformed(`more than ${maxTerms} terms are joined with &&`, at);
    at += parsed.length;
    if (at === bytes.length) return ok(terms(...groups));
    const operator = bytes[at];
    if (operator === orCode) groups.push([]);
    else if (operator !== andCode) return malformed('an operator (FD, FE) is missing', at);
    if (groups.length > maxGroups) return malformed(`more than ${maxGroups} groups are joined with ||`, at);
    at += 1;
  }
}
