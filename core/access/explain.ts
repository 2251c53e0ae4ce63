import { bindingSecret } from '../objects/oid.ts';
import type { Condition, Term } from './condition.ts';
import { evaluate, evaluateTerm, type AccessState } from './evaluate.ts';
import { sayCondition, sayTerm } from './words.ts';

export interface Explanation {
  readonly sentence: string;
  /** Present truth; undefined when it depends on something that cannot be read. */
  readonly truth: boolean | undefined;
  /** Each term with its own truth, in the order of the bytes. */
  readonly terms: readonly { readonly sentence: string; readonly truth: boolean | undefined }[];
  /** What a person can do now to meet the condition. Absent when there is nothing to do. */
  readonly missing: 'shielded' | 'authorization' | undefined;
}

const needsShielded = (term: Term): boolean => (term.kind === 'conf' || term.kind === 'int') && term.oid === bindingSecret;

/** What is missing for a condition. The shielded connection comes first, because an authorization may need it too. */
export function missingFor(condition: Condition, state: AccessState): Explanation['missing'] {
  const unmet = condition.kind === 'terms' ? condition.groups.flat().filter((term) => evaluateTerm(term, state) !== true) : [];
  if (unmet.some(needsShielded)) return 'shielded';
  return unmet.some(({ kind }) => kind === 'auto') ? 'authorization' : undefined;
}

/** A condition as a sentence with its present truth, term by term. */
export function explain(condition: Condition, state: AccessState): Explanation {
  const terms = condition.kind === 'terms' ? condition.groups.flat() : [];
  return {
    sentence: sayCondition(condition),
    truth: evaluate(condition, state),
    missing: missingFor(condition, state),
    terms: terms.map((term) => ({ sentence: sayTerm(term), truth: evaluateTerm(term, state) })),
  };
}
