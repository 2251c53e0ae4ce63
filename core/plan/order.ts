import { lifecycleCodes } from '../objects/codes.ts';
import { fieldNumber } from '../objects/metadata.ts';
import { isChipLifecycle } from './irreversible.ts';
import type { Step } from './step.ts';
import { kindOf } from './steps/index.ts';

/** The steps of a plan in the order in which they run. */
export interface RunOrder {
  readonly steps: readonly Step[];
  /** Ids of the steps that close something permanently: they run last, and only after what they protect is proved. */
  readonly locks: ReadonlySet<string>;
  /** Ids of the steps behind which the object that they are about is a trust anchor, as far as the rehearsal has shown it. */
  readonly anchors: ReadonlySet<string>;
}

/** A lock of the whole chip or its application goes after those of single objects: it can close what they need. */
function rank(step: Step, locks: ReadonlySet<string>): number {
  if (!locks.has(step.id)) return 0;
  return isChipLifecycle(kindOf(step).objects(step)[0]) ? 2 : 1;
}

/** Locks go last, whatever a plan file says; otherwise the plan's order stays. */
export function runOrder(steps: readonly Step[], locks: ReadonlySet<string>, anchors: ReadonlySet<string> = new Set()): RunOrder {
  return { steps: [0, 1, 2].flatMap((wanted) => steps.filter((step) => rank(step, locks) === wanted)), locks, anchors };
}

function declaresLock(step: Step): boolean {
  if (step.kind === 'lock') return true;
  return step.kind === 'write-metadata' && (fieldNumber(step.changes, 'lcso') ?? 0) >= lifecycleCodes.operational;
}

/** The order as far as the steps' own words say which are locks. The rehearsal finds the others by their effect. */
export const declaredOrder = (steps: readonly Step[]): RunOrder => runOrder(steps, new Set(steps.filter(declaresLock).map(({ id }) => id)));
