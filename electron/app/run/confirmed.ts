import { formatOid, parseOid } from '../../../core/objects/oid.ts';
import type { Rehearsal, RehearsedStep } from '../../../core/plan/rehearsal.ts';
import { kindOf } from '../../../core/plan/steps/index.ts';
import { fault } from '../../../core/result/fault.ts';
import { err, ok, type Result } from '../../../core/result/result.ts';
import type { Reviewed } from './reviewed.ts';

const refusedStep = ({ steps, verdict }: Rehearsal): RehearsedStep | undefined =>
  verdict !== 'refused' ? undefined : (steps.find(({ state }) => state === 'refused') ?? steps.find(({ state }) => state === 'not-reached'));

/** Step id → what was typed for it. */
export type Confirmations = Readonly<Record<string, string>>;

export const typedFor = (confirmations: Confirmations, id: string): string => (Object.hasOwn(confirmations, id) ? (confirmations[id] ?? '') : '');

/** Lists the confirmed objects, as 0xE0F1. An object is confirmed when its id was typed for each of its irreversible steps. */
export function confirmedObjects({ rehearsal }: Reviewed, confirmations: Confirmations): string[] {
  const open = new Map<string, boolean>();
  for (const { step, irreversible } of rehearsal.steps) {
    if (irreversible === undefined) continue;
    const [id] = kindOf(step).objects(step);
    const read = parseOid(typedFor(confirmations, step.id));
    open.set(formatOid(id), open.get(formatOid(id)) === true || !read.ok || read.value !== id);
  }
  return [...open].filter(([, missing]) => !missing).map(([object]) => object);
}

/** A review with all required confirmations. The window and the command line run only such reviews. */
export class Confirmed {
  readonly reviewed: Reviewed;

  private constructor(reviewed: Reviewed) {
    this.reviewed = reviewed;
  }

  /**
   * Requires a review without refusals, and for every irreversible step the typed id of its object.
   * @param typed what was typed for a step
   */
  static by(reviewed: Reviewed, typed: (step: { readonly id: string; readonly object: string }) => string): Result<Confirmed> {
    const { rehearsal } = reviewed;
    const refused = refusedStep(rehearsal);
    if (refused !== undefined) return err(refused.fault ?? fault('plan/not-runnable', { step: kindOf(refused.step).title(refused.step) }));
    for (const { step, irreversible } of rehearsal.steps) {
      if (irreversible === undefined) continue;
      const [id] = kindOf(step).objects(step);
      const word = typed({ id: step.id, object: formatOid(id) });
      const read = parseOid(word);
      if (!read.ok || read.value !== id) return err(fault('plan/not-confirmed', { object: formatOid(id), typed: word }));
    }
    return ok(new Confirmed(reviewed));
  }
}
