import { lifecycleNames } from '../objects/codes.ts';
import { bindingSecret, formatOid } from '../objects/oid.ts';
import { unreachable } from '../result/result.ts';
import type { Condition, Term } from './condition.ts';
import { evaluate, evaluateTerm, type AccessState } from './evaluate.ts';
import { sayTerm } from './words.ts';

const shielded = 'needs a shielded connection (the firmware must hold the binding secret, 0xE140)';

const stands = (state: number | undefined): string => (state === undefined ? 'which is not known' : `and it is ${lifecycleNames.get(state) ?? 'unknown'}`);

const only = (term: string): string => (term.startsWith('until') ? `is allowed only ${term}` : `is allowed only while its ${term}`);

/** Why one term is not met, as the end of a sentence. */
function sayUnmet(term: Term, state: AccessState): string {
  switch (term.kind) {
    case 'conf':
      return term.oid === bindingSecret ? shielded : `needs a protected update encrypted with ${formatOid(term.oid)}`;
    case 'int':
      return term.oid === bindingSecret ? shielded : `needs a protected update signed by ${formatOid(term.oid)}`;
    case 'auto':
      return `needs authorization with ${formatOid(term.oid)}`;
    case 'lcsO':
      return `${only(sayTerm(term))}, ${stands(state.lcsO ?? 0x07)}`;
    case 'lcsA':
      return `${only(sayTerm(term))}, ${stands(state.lcsA)}`;
    case 'lcsG':
      return `${only(sayTerm(term))}, ${stands(state.lcsG)}`;
    case 'secStaG':
    case 'secStaA':
      return `depends on the ${sayTerm(term)}`;
    case 'luc':
      return `is ${sayTerm(term)}, which must be below its threshold`;
    default:
      return unreachable(term);
  }
}

const needs = 'needs ';
const counts = ['no', 'one', 'two', 'three', 'four', 'five', 'six', 'seven'];

/** Joins several needs into one list: "needs two things: …, and …". */
function joinNeeds(unmet: readonly string[]): string {
  if (unmet.length < 2 || !unmet.every((why) => why.startsWith(needs))) return unmet.join(' and ');
  const things = unmet.map((why) => why.slice(needs.length));
  return `${needs}${counts[things.length]} things: ${things.slice(0, -1).join(', ')}, and ${things.at(-1)}`;
}

/** Why a condition is not met now, term by term, as the end of a sentence ("it …"); undefined when it is met. */
export function unmetReason(condition: Condition, state: AccessState): string | undefined {
  if (evaluate(condition, state) === true) return undefined;
  if (condition.kind !== 'terms') return 'is never allowed';
  const groups = condition.groups.map((group) => {
    const unmet = group.filter((term) => evaluateTerm(term, state) !== true).map((term) => sayUnmet(term, state));
    return joinNeeds([...new Set(unmet)]);
  });
  return groups.join('; or else ');
}
