import { lifecycleCodes } from '../objects/codes.ts';
import { bindingSecret, formatOid, oid, parseOid, type Oid } from '../objects/oid.ts';
import { fault } from '../result/fault.ts';
import { err, ok, unreachable, type Result } from '../result/result.ts';
import { encodeCondition, parseCondition } from './bytes.ts';
import { always, never, stateName, terms, type Comparison, type Condition, type Term } from './condition.ts';

/** The vendor's JSON form of a condition: "always", "never", or the words of an expression. */
export type ConditionJson = string | readonly string[];

const vendorNames = {
  secStaG: 'sec_sta_g',
  secStaA: 'sec_sta_a',
  conf: 'conf',
  int: 'int',
  auto: 'auto',
  luc: 'luc',
  lcsG: 'lcsg',
  lcsA: 'lcsa',
  lcsO: 'lcso',
} as const satisfies Record<Term['kind'], string>;

const kindOf = new Map<string, Term['kind']>(
  (Object.entries(vendorNames) as [Term['kind'], string][]).map(([kind, name]) => [name, kind]),
);

/** The vendor prints single bytes without padding: `0x3`. */
const byteWord = (byte: number): string => `0x${byte.toString(16)}`;

function termToJson(term: Term): string[] {
  const name = vendorNames[term.kind];
  if ('oid' in term) return [name, byteWord(term.oid >> 8), byteWord(term.oid & 0xff)];
  if ('mask' in term) return [name, byteWord(term.mask)];
  return [name, term.comparison, stateName(term.state) ?? byteWord(term.state)];
}

/** Vendor JSON form, for example `["lcso","<","operational","||","int","0xe0","0xe3"]`. */
export function conditionToJson(condition: Condition): ConditionJson {
  if (condition.kind !== 'terms') return condition.kind;
  return condition.groups.flatMap((group, index) => [
    ...(index === 0 ? [] : ['||']),
    ...group.flatMap((term, position) => [...(position === 0 ? [] : ['&&']), ...termToJson(term)]),
  ]);
}

type Words = Result<Condition, 'access/bad-words' | 'access/malformed'>;

function wordByte(word: string | undefined): number | undefined {
  if (word === undefined || !/^(0x)?[0-9a-f]{1,2}$/i.test(word)) return undefined;
  return Number.parseInt(word.replace(/^0x/i, ''), 16);
}

/** Reads one term from the words at index `at`, or says what is wrong. An object id may also be one word (`0xe0e3`). */
function termFromWords(words: readonly string[], at: number): { term: Term; length: number } | string {
  const kind = kindOf.get((words[at] ?? '').toLowerCase());
  switch (kind) {
    case undefined:
      return words[at] === undefined ? 'a term is missing' : `"${words[at]}" is no term`;
    case 'secStaG':
    case 'secStaA': {
      const mask = wordByte(words[at + 1]);
      return mask === undefined ? 'a status byte is missing' : { term: { kind, mask }, length: 2 };
    }
    case 'lcsG':
    case 'lcsA':
    case 'lcsO': {
      const comparison = words[at + 1] ?? '';
      if (!['==', '<', '>'].includes(comparison)) return 'a comparison (==, <, >) is missing';
      const name = words[at + 2] ?? '';
      const state = name in lifecycleCodes ? lifecycleCodes[name as keyof typeof lifecycleCodes] : wordByte(name);
      if (state === undefined) return `"${name}" is no lifecycle state`;
      return { term: { kind, comparison: comparison as Comparison, state }, length: 3 };
    }
    default: {
      const whole = parseOid(words[at + 1] ?? '');
      if (whole.ok) return { term: { kind, oid: whole.value }, length: 2 };
      const [high, low] = [wordByte(words[at + 1]), wordByte(words[at + 2])];
      if (high === undefined || low === undefined) return 'an object id is missing';
      return { term: { kind, oid: oid(high * 256 + low) }, length: 3 };
    }
  }
}

/** Reads the vendor's JSON form, or the same words in one text (`lcso < operational || int 0xe0e3`). */
export function conditionFromJson(json: ConditionJson): Words {
  const words = (typeof json === 'string' ? json.trim().split(/\s+/) : json).map((word) => word.trim());
  const bad = (why: string, at: number): Words => err(fault('access/bad-words', { why, at }));
  if (words.length === 1 && words[0] === 'always') return ok(always);
  if (words.length === 1 && words[0] === 'never') return ok(never);
  const groups: Term[][] = [[]];
  for (let at = 0; ; ) {
    const found = termFromWords(words, at);
    if (typeof found === 'string') return bad(found, at);
    groups.at(-1)?.push(found.term);
    at += found.length;
    if (at >= words.length) break;
    if (words[at] === '||') groups.push([]);
    else if (words[at] !== '&&') return bad(`"${words[at]}" is no operator (&&, ||)`, at);
    at += 1;
  }
  return parseCondition(encodeCondition(terms(...groups)));
}

const overConnection = (id: Oid, how: string): string =>
  id === bindingSecret ? `over the shielded connection (${how})` : '';

function sayTerm(term: Term): string {
  switch (term.kind) {
    case 'secStaG':
      return `global security status has ${byteWord(term.mask)}`;
    case 'secStaA':
      return `application security status has ${byteWord(term.mask)}`;
    case 'lcsG':
      return `global lifecycle ${sayComparison(term)}`;
    case 'lcsA':
      return `application lifecycle ${sayComparison(term)}`;
    case 'lcsO':
      return term.comparison === '<' && term.state === lifecycleCodes.operational
        ? 'until operational'
        : `lifecycle ${sayComparison(term)}`;
    case 'int':
      return overConnection(term.oid, 'integrity') || `update signed by ${formatOid(term.oid)}`;
    case 'conf':
      return overConnection(term.oid, 'encrypted') || `update encrypted with ${formatOid(term.oid)}`;
    case 'auto':
      return `authorized with ${formatOid(term.oid)}`;
    case 'luc':
      return `counted by ${formatOid(term.oid)}`;
    default:
      return unreachable(term);
  }
}

function sayComparison({ comparison, state }: { comparison: Comparison; state: number }): string {
  const name = stateName(state) ?? byteWord(state);
  switch (comparison) {
    case '<':
      return `before ${name}`;
    case '>':
      return `after ${name}`;
    case '==':
      return `is ${name}`;
    default:
      return unreachable(comparison);
  }
}

/** A condition as a sentence part: "until operational, or update signed by 0xE0E3 and encrypted with 0xF1D1". */
export function sayCondition(condition: Condition): string {
  if (condition.kind !== 'terms') return condition.kind;
  return condition.groups.map((group) => group.map(sayTerm).join(' and ')).join(', or ');
}

export { sayTerm };
