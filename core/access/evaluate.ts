import { lifecycleCodes } from '../objects/codes.ts';
import type { Oid } from '../objects/oid.ts';
import { unreachable } from '../result/result.ts';
import type { Comparison, Condition, Term } from './condition.ts';

/** What decides whether a term is true. `undefined` means unknown, for example whether the board holds the binding secret. */
export interface AccessState {
  /** Absent LcsO counts as operational (manual, "Metadata expression"). */
  readonly lcsO: number | undefined;
  readonly lcsA: number | undefined;
  readonly lcsG: number | undefined;
  readonly securityStatusG: number | undefined;
  readonly securityStatusA: number | undefined;
  /** The manifest is signed by this trust anchor, or the command has a MAC of the shielded connection that this object binds. */
  readonly integrity: (oid: Oid) => boolean | undefined;
  /**
   * The manifest's payload is encrypted with this secret, or the command is encrypted over the shielded connection
   * that this object binds.
   */
  readonly confidentiality: (oid: Oid) => boolean | undefined;
  readonly authorized: (oid: Oid) => boolean | undefined;
  /** The counter is below its threshold. */
  readonly countLeft: (oid: Oid) => boolean | undefined;
}

function compare(value: number | undefined, comparison: Comparison, with_: number): boolean | undefined {
  if (value === undefined) return undefined;
  switch (comparison) {
    case '==':
      return value === with_;
    case '>':
      return value > with_;
    case '<':
      return value < with_;
    default:
      return unreachable(comparison);
  }
}

const hasBits = (status: number | undefined, mask: number): boolean | undefined =>
  status === undefined ? undefined : (status & mask) === mask;

/** Truth of one term; undefined when it is unknown. */
export function evaluateTerm(term: Term, state: AccessState): boolean | undefined {
  switch (term.kind) {
    case 'secStaG':
      return hasBits(state.securityStatusG, term.mask);
    case 'secStaA':
      return hasBits(state.securityStatusA, term.mask);
    case 'lcsG':
      return compare(state.lcsG, term.comparison, term.state);
    case 'lcsA':
      return compare(state.lcsA, term.comparison, term.state);
    case 'lcsO':
      return compare(state.lcsO ?? lifecycleCodes.operational, term.comparison, term.state);
    case 'int':
      return state.integrity(term.oid);
    case 'conf':
      return state.confidentiality(term.oid);
    case 'auto':
      return state.authorized(term.oid);
    case 'luc':
      return state.countLeft(term.oid);
    default:
      return unreachable(term);
  }
}

function every(values: readonly (boolean | undefined)[]): boolean | undefined {
  if (values.includes(false)) return false;
  return values.includes(undefined) ? undefined : true;
}

/** Truth of a condition: true, false, or undefined when it depends on something unknown. */
export function evaluate(condition: Condition, state: AccessState): boolean | undefined {
  if (condition.kind === 'always') return true;
  if (condition.kind === 'never') return false;
  const groups = condition.groups.map((group) => every(group.map((term) => evaluateTerm(term, state))));
  if (groups.includes(true)) return true;
  return groups.includes(undefined) ? undefined : false;
}
