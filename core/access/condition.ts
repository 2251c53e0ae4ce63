import { lifecycleCodes, lifecycleNames, type Lifecycle } from '../objects/codes.ts';
import { type Oid } from '../objects/oid.ts';

export type Comparison = '==' | '>' | '<';

/** A simple access condition (manual, table "Access Condition Identifier and Operators"). */
export type Term =
  | { readonly kind: 'secStaG' | 'secStaA'; readonly mask: number }
  | { readonly kind: 'conf' | 'int' | 'auto' | 'luc'; readonly oid: Oid }
  | { readonly kind: 'lcsG' | 'lcsA' | 'lcsO'; readonly comparison: Comparison; readonly state: number };

/** `groups` are joined by || and each group's terms by &&. */
export type Condition =
  | { readonly kind: 'always' }
  | { readonly kind: 'never' }
  | { readonly kind: 'terms'; readonly groups: readonly (readonly Term[])[] };

export const maxTerms = 7;
export const maxGroups = 3;

export const always: Condition = { kind: 'always' };
export const never: Condition = { kind: 'never' };

export const termCodes = {
  secStaG: 0x10,
  conf: 0x20,
  int: 0x21,
  auto: 0x23,
  luc: 0x40,
  lcsG: 0x70,
  secStaA: 0x90,
  lcsA: 0xe0,
  lcsO: 0xe1,
} as const satisfies Record<Term['kind'], number>;

export const termKinds = new Map<number, Term['kind']>(
  (Object.entries(termCodes) as [Term['kind'], number][]).map(([kind, code]) => [code, kind]),
);

export const comparisonCodes = { '==': 0xfa, '>': 0xfb, '<': 0xfc } as const;
export const comparisons = new Map<number, Comparison>([
  [0xfa, '=='],
  [0xfb, '>'],
  [0xfc, '<'],
]);

export const andCode = 0xfd;
export const orCode = 0xfe;

export const terms = (...groups: (readonly Term[])[]): Condition => ({ kind: 'terms', groups });
export const lcsO = (comparison: Comparison, state: Lifecycle): Term => ({
  kind: 'lcsO',
  comparison,
  state: lifecycleCodes[state],
});
/** LcsO < operational: the usual "open until it is locked". */
export const untilOperational: Condition = terms([lcsO('<', 'operational')]);

export const stateName = (state: number): Lifecycle | undefined => lifecycleNames.get(state);

export function sameTerm(a: Term, b: Term): boolean {
  if (a.kind !== b.kind) return false;
  if ('oid' in a) return 'oid' in b && a.oid === b.oid;
  if ('mask' in a) return 'mask' in b && a.mask === b.mask;
  return 'state' in b && a.comparison === b.comparison && a.state === b.state;
}

const sameGroup = (a: readonly Term[], b: readonly Term[]): boolean =>
  a.length === b.length && a.every((term) => b.some((other) => sameTerm(term, other)));

/** `condition || group`. The condition is unchanged if it has the group already, or is always true. */
export function orGroup(condition: Condition, group: readonly Term[]): Condition {
  if (condition.kind === 'always') return condition;
  if (condition.kind === 'never') return terms(group);
  return condition.groups.some((present) => sameGroup(present, group)) ? condition : terms(...condition.groups, group);
}
