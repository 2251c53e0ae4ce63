import { lifecycleCodes } from '../objects/codes.ts';
import { unreachable } from '../result/result.ts';
import type { Condition, Term } from './condition.ts';

/** The lifecycle states that bound what can still become true. Absent LcsO counts as operational. */
export interface LifecycleStates {
  readonly lcsO: number | undefined;
  readonly lcsA: number;
  readonly lcsG: number;
}

type LifecycleTerm = Extract<Term, { kind: 'lcsG' | 'lcsA' | 'lcsO' }>;

/** States in which objects can be used: nothing is open on a terminated object or chip. */
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

/** Lifecycle states only go up: one of those from now on must meet every term of the group at once. */
function groupCanBeMet(group: readonly Term[], now: LifecycleStates): boolean {
  return lifecycles.every((kind) => {
    const asked = group.filter((term): term is LifecycleTerm => term.kind === kind);
    const from = now[kind] ?? lifecycleCodes.operational;
    return asked.length === 0 || usable.some((state) => state >= from && asked.every((term) => holds(term, state)));
  });
}

/**
 * Whether a condition is met now or can become so. What asks for a signature, a secret, an authorization, a counter or
 * a security status can.
 */
export function canBeMet(condition: Condition, now: LifecycleStates): boolean {
  if (condition.kind !== 'terms') return condition.kind === 'always';
  return condition.groups.some((group) => groupCanBeMet(group, now));
}
