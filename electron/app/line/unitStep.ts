import { formatOid } from '../../../core/objects/oid.ts';
import type { StepOutcome } from '../../../core/plan/run.ts';
import type { Step } from '../../../core/plan/step.ts';
import { kindOf } from '../../../core/plan/steps/index.ts';

/** A step of a unit that has ended. */
export interface UnitStep {
  readonly id: string;
  readonly title: string;
  readonly object: string;
  readonly state: string;
}

/** Describes a step of a unit, for people and scripts. */
export const stepOf = (step: Step, state: StepOutcome['state']): UnitStep => ({ id: step.id, title: kindOf(step).title(step), object: formatOid(kindOf(step).objects(step)[0]), state });
