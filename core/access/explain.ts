import type { Condition } from './condition.ts';
import { evaluate, evaluateTerm, type AccessState } from './evaluate.ts';
import { sayCondition, sayTerm } from './words.ts';

export interface Explanation {
  readonly sentence: string;
  /** Present truth; undefined when it hangs on something that can't be read. */
  readonly truth: boolean | undefined;
  /** Each term with its own truth, in the order of the bytes. */
  readonly terms: readonly { readonly sentence: string; readonly truth: boolean | undefined }[];
}

/** A condition as a sentence with its present truth, term by term. */
export function explain(condition: Condition, state: AccessState): Explanation {
  const terms = condition.kind === 'terms' ? condition.groups.flat() : [];
  return {
    sentence: sayCondition(condition),
    truth: evaluate(condition, state),
    terms: terms.map((term) => ({ sentence: sayTerm(term), truth: evaluateTerm(term, state) })),
  };
}
