import { lifecycleCodes } from '../objects/codes.ts';
import { fieldNumber } from '../objects/metadata.ts';
import { isChipLifecycle } from './irreversible.ts';
import type { Step } from './step.ts';
import { kindOf } from './steps/index.ts';

/** The order in which the steps of a plan run. */
export interface RunOrder {
  readonly steps: readonly Step[];
  /** Ids of the steps that close something permanently. They run last, and only after what they protect was proved. */
  readonly locks: ReadonlySet<string>;
  /** Ids of the steps that make their object a trust anchor, as far as the rehearsal has shown this. */
  readonly anchors: ReadonlySet<string>;
}

/** The lock of the chip or its application comes after locks of single objects, because it can close what those need. */
function rank(step: Step, locks: ReadonlySet<string>): number {
  if (!locks.has(step.id)) return 0;
  return isChipLifecycle(kindOf(step).objects(step)[0]) ? 2 : 1;
}

/** Locks run last, whatever a plan file says. All other steps keep the plan's order. */
export function runOrder(steps: readonly Step[], locks: ReadonlySet<string>, anchors: ReadonlySet<string> = new Set()): RunOrder {
  return { steps: [0, 1, 2].flatMap((wanted) => steps.filter((step) => rank(step, locks) === wanted)), locks, anchors };
}

function declaresLock(step: Step): boolean {
  if (step.kind === 'lock') return true;
  return step.kind === 'write-metadata' && (fieldNumber(step.changes, 'lcso') ?? 0) >= lifecycleCodes.operational;
}

/** The order that the steps themselves declare. The rehearsal finds further locks by their effect. */
export const declaredOrder = (steps: readonly Step[]): RunOrder => runOrder(steps, new Set(steps.filter(declaresLock).map(({ id }) => id)));
