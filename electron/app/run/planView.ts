import { toHex } from '../../../core/bytes/hex.ts';
import type { ChangeView, PlanView, StepView } from '../../../core/contract/plan.ts';
import { wireMs } from '../../../core/bridge/frame.ts';
import { formatOid } from '../../../core/objects/oid.ts';
import type { Change, Side } from '../../../core/plan/changes.ts';
import type { Rehearsal, RehearsedStep } from '../../../core/plan/rehearsal.ts';
import type { Plan } from '../../../core/plan/step.ts';
import { kindOf } from '../../../core/plan/steps/index.ts';
import { sayLine } from '../../../core/result/say.ts';
import { certificateFacts } from '../certificateFacts.ts';
import { faultView } from '../faultView.ts';

const baud = 115_200;

const side = ({ says, bytes, certificate }: Side): ChangeView['before'] => ({
  says,
  ...(bytes === undefined ? {} : { bytes: toHex(bytes) }),
  ...(certificate === undefined ? {} : { certificate: certificateFacts(certificate) }),
});

const change = ({ field, before, after }: Change): ChangeView => ({ field, before: side(before), after: side(after) });

export const expectedMs = ({ cost }: RehearsedStep): number => Math.round(cost.chipMs + wireMs(cost.bytes, baud));

export function viewStep(rehearsed: RehearsedStep): StepView {
  const { step, state, changes, fault, note, assumes, cost, irreversible } = rehearsed;
  const kind = kindOf(step);
  return {
    id: step.id,
    kind: step.kind,
    title: kind.title(step),
    object: formatOid(kind.objects(step)[0]),
    undoable: irreversible === undefined,
    ...(irreversible === undefined ? {} : { irreversibleBecause: irreversible }),
    verifiedBy: kind.verifiedBy(step),
    changes: changes.map(change),
    rehearsal: state,
    ...(fault === undefined ? {} : { fault: faultView(fault) }),
    ...(note === undefined ? {} : { note }),
    ...(assumes === undefined ? {} : { assumes }),
    cost: { bytes: cost.bytes, chipMs: Math.round(cost.chipMs), cycles: state === 'would-change' ? kind.cycles(step) : 0 },
  };
}

export function viewPlan(
  planId: string,
  plan: Plan,
  rehearsal: Rehearsal,
  about: { readonly chipId: string; readonly simulated: boolean; readonly warnings: readonly string[]; readonly needs: PlanView['needs']; readonly doneBefore?: PlanView['doneBefore'] },
): PlanView {
  const refused = rehearsal.steps.find(({ fault }) => fault !== undefined)?.fault;
  return {
    planId,
    title: plan.title,
    chipId: about.chipId,
    simulated: about.simulated,
    steps: rehearsal.steps.map(viewStep),
    verdict: rehearsal.verdict,
    ...(refused === undefined ? {} : { fault: faultView(refused) }),
    warnings: [...about.warnings, ...rehearsal.warnings.map(sayLine)],
    needs: about.needs,
    ...(about.doneBefore === undefined ? {} : { doneBefore: about.doneBefore }),
    expectedMs: rehearsal.steps.reduce((sum, step) => sum + expectedMs(step), 0),
  };
}
