import { lifecycleCodes } from '../objects/codes.ts';
import { unreachable } from '../result/result.ts';
import type { Condition, Term } from './condition.ts';

/** The lifecycle states that limit what can still become true. An absent LcsO counts as operational. */
export interface LifecycleStates {
  readonly lcsO: number | undefined;
  readonly lcsA: number;
  readonly lcsG: number;
}

type LifecycleTerm = Extract<Term, { kind: 'lcsG' | 'lcsA' | 'lcsO' }>;

/** States in which objects can be used: a terminated object or chip allows nothing. */
const usable = [lifecycleCodes.creation, lifecycleCodes.initialization, lifecycleCodes.operational];

const lifecycles = ['lcsO', 'lcsA', 'lcsG'] as const;

function holds({ comparison, state }: LifecycleTerm, value: number): boolean {
  switch (comparison) {
    case '==':
      return value === state;
    case '>':
      return value > state;
    case '<':
      return value < state;
    default:
      return unreachable(comparison);
  }
}

/** Lifecycle states only go up. All terms of the group must be true in the same state, which is the present one or a later one. */
function groupCanBeMet(group: readonly Term[], now: LifecycleStates): boolean {
  return lifecycles.every((kind) => {
    const asked = group.filter((term): term is LifecycleTerm => term.kind === kind);
    const from = now[kind] ?? lifecycleCodes.operational;
    return asked.length === 0 || usable.some((state) => state >= from && asked.every((term) => holds(term, state)));
  });
}

/**
 * Whether a condition is met now or can be met later. Terms for a signature, a secret, an authorization, a counter or a
 * security status count as "can be met".
 */
export function canBeMet(condition: Condition, now: LifecycleStates): boolean {
  if (condition.kind !== 'terms') return condition.kind === 'always';
  return condition.groups.some((group) => groupCanBeMet(group, now));
}
