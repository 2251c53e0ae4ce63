import { create } from 'zustand';
import type { FaultView } from '../../core/contract/board.ts';
import type { Answer } from '../../core/contract/messages.ts';
import type { ObjectEdit } from '../../core/contract/objects.ts';
import type { PlanView, StepView } from '../../core/contract/plan.ts';
import { sameOid } from '../ui/oid.ts';
import type { BenchClient } from './bench.ts';

type PlanSource = 'datasets/plan' | 'plan/from-wizard' | 'plan/open' | 'plan/from-data-set' | 'plan/from-edit';

/** The room that a plan was asked for in: the way back from its review and its run. */
export type Origin = 'provision' | 'objects' | 'chip';

export interface PlanState {
  readonly plan: PlanView | undefined;
  readonly fault: FaultView | undefined;
  readonly rehearsing: boolean;
  readonly origin: Origin;
  /** Step id → the object id as typed so far. */
  readonly typed: Readonly<Record<string, string>>;
  readonly saved: { readonly name: string; readonly folder: string } | undefined;
  fromWizard(): Promise<boolean>;
  open(ticket: string, as: 'plan' | 'data-set'): Promise<boolean>;
  /** Sends a data set that the studio holds. */
  fromStudio(id: string): Promise<boolean>;
  edit(edit: ObjectEdit, origin: Origin): Promise<boolean>;
  /** A plan that was made and rehearsed elsewhere: only its review is left. */
  adopt(plan: PlanView, origin: Origin): void;
  type(stepId: string, text: string): void;
  save(): Promise<void>;
  dismissFault(): void;
}

/** What has to be confirmed: it would change the chip for good. What is already so needs no one's word. */
export const needsConfirmation = (step: StepView): boolean => !step.undoable && step.rehearsal !== 'already-done';

export const isConfirmed = (step: StepView, typed: Readonly<Record<string, string>>): boolean =>
  sameOid(typed[step.id] ?? '', step.object);

export const openConfirmations = (plan: PlanView, typed: Readonly<Record<string, string>>): StepView[] =>
  plan.steps.filter((step) => needsConfirmation(step) && !isConfirmed(step, typed));

export function createPlanStore(client: BenchClient) {
  return create<PlanState>((set, get) => {
    const take = async (ask: Promise<Answer<PlanSource>>, origin: Origin = 'provision'): Promise<boolean> => {
      set({ rehearsing: true, fault: undefined, saved: undefined, origin });
      const answer = await ask;
      if (answer.ok) set({ plan: answer.value, typed: {}, rehearsing: false });
      else set({ fault: answer.fault, rehearsing: false });
      return answer.ok;
    };
    return {
      plan: undefined,
      fault: undefined,
      rehearsing: false,
      origin: 'provision',
      typed: {},
      saved: undefined,
      fromWizard: () => take(client.call('plan/from-wizard', {})),
      fromStudio: (id) => take(client.call('datasets/plan', { id })),
      open: (ticket, as) => take(client.call(as === 'plan' ? 'plan/open' : 'plan/from-data-set', { ticket })),
      edit: (edit, origin) => take(client.call('plan/from-edit', edit), origin),
      adopt: (plan, origin) => set({ plan, origin, typed: {}, rehearsing: false, fault: undefined, saved: undefined }),
      type: (stepId, text) => set(({ typed }) => ({ typed: { ...typed, [stepId]: text } })),
      save: async () => {
        const { plan } = get();
        if (plan === undefined) return;
        const answer = await client.call('plan/save', { planId: plan.planId });
        set(answer.ok ? { saved: answer.value, fault: undefined } : { fault: answer.fault });
      },
      dismissFault: () => set({ fault: undefined }),
    };
  });
}
