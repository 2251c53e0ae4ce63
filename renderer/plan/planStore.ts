import { create } from 'zustand';
import type { FaultView } from '../../core/contract/board.ts';
import type { ObjectEdit } from '../../core/contract/objects.ts';
import type { EventOf } from '../../core/contract/operations.ts';
import type { PlanView, StepView } from '../../core/contract/plan.ts';
import { sameOid } from '../ui/oid.ts';
import type { ApiClient } from '../client/apiClient.ts';
import { client } from '../client/client.ts';

/** Rooms in which a plan can be made. Its review and its run lead back there. */
const origins = ['provision', 'objects', 'chip', 'datasets', 'keys', 'reels', 'records', 'settings'] as const;
export type Origin = (typeof origins)[number];

/** Returns the room as the plan's origin. An unknown room is replaced by `provision`. */
export const originOf = (room: string): Origin => origins.find((origin) => origin === room) ?? 'provision';

/** Requests the plan's review from the main process. The reply has no plan when nothing is left to do. */
export type AskReview = () => Promise<{ readonly ok: true; readonly value: PlanView | undefined } | { readonly ok: false; readonly fault: FaultView }>;

export interface PlanState {
  readonly plan: PlanView | undefined;
  readonly fault: FaultView | undefined;
  /** Why a file that was given to the review was refused. */
  readonly refusedFile: FaultView | undefined;
  readonly rehearsing: boolean;
  readonly origin: Origin;
  /** Whether the plan was made from the answers of the seven steps. The user can then change an answer that was refused. */
  readonly ofWizard: boolean;
  /** Why the main process no longer accepts a review. Only relevant for the shown plan. */
  readonly voided: EventOf<'plan/void'> | undefined;
  /** Step id → the object id as typed so far. */
  readonly typed: Readonly<Record<string, string>>;
  readonly saved: { readonly name: string; readonly folder: string } | undefined;
  fromWizard(): Promise<boolean>;
  open(ticket: string, as: 'plan' | 'data-set', origin: Origin): Promise<boolean>;
  /** Makes the plan that sends a data set of the room Data sets. */
  fromStudio(id: string): Promise<boolean>;
  edit(edit: ObjectEdit, origin: Origin): Promise<boolean>;
  /** Shows a plan that was made and rehearsed elsewhere. @param ask rehearses it again */
  adopt(plan: PlanView, origin: Origin, ask: AskReview): void;
  /** Rehearses the same plan again with the chip's present content. */
  again(): Promise<boolean>;
  type(stepId: string, text: string): void;
  save(): Promise<void>;
  /** Gives a file for a material that the plan names, and rehearses again. If the file is refused, the review stays unchanged. */
  give(name: string, ticket: string): Promise<void>;
  refuse(fault: FaultView): void;
  dismissFault(): void;
}

/** Whether the user must confirm a step, because it would change the chip permanently. A step that is already set needs no confirmation. */
export const needsConfirmation = (step: StepView): boolean => !step.undoable && step.rehearsal !== 'already-done';

export const isConfirmed = (step: StepView, typed: Readonly<Record<string, string>>): boolean =>
  sameOid(typed[step.id] ?? '', step.object);

export const openConfirmations = (plan: PlanView, typed: Readonly<Record<string, string>>): StepView[] =>
  plan.steps.filter((step) => needsConfirmation(step) && !isConfirmed(step, typed));

export function createPlanStore(client: ApiClient) {
  return create<PlanState>((set, get) => {
    let asked: AskReview | undefined;
    /** Number of the latest review that was asked for or adopted. Replies with earlier ones are not shown. */
    let latest = 0;
    client.on('plan/void', (voided) => set({ voided }));
    // The request may contain a secret, so it is not kept after sending.
    client.on('run/changed', ({ planId }) => {
      if (planId === get().plan?.planId && get().origin === 'objects') asked = undefined;
    });
    const take = async (ask: AskReview, from: Partial<Pick<PlanState, 'origin' | 'ofWizard'>>): Promise<boolean> => {
      const mine = ++latest;
      asked = ask;
      set({ rehearsing: true, fault: undefined, saved: undefined, ...from });
      const answer = await ask();
      if (mine !== latest) return false;
      if (answer.ok) set({ plan: answer.value, typed: {}, rehearsing: false, refusedFile: undefined });
      else set({ fault: answer.fault, rehearsing: false });
      return answer.ok;
    };
    return {
      plan: undefined,
      fault: undefined,
      refusedFile: undefined,
      rehearsing: false,
      origin: 'provision',
      ofWizard: false,
      voided: undefined,
      typed: {},
      saved: undefined,
      fromWizard: () => take(() => client.call('plan/from-wizard', {}), { origin: 'provision', ofWizard: true }),
      fromStudio: (id) => take(() => client.call('datasets/plan', { id }), { origin: 'datasets', ofWizard: false }),
      open: (ticket, as, origin) => take(() => client.call(as === 'plan' ? 'plan/open' : 'plan/from-data-set', { ticket }), { origin, ofWizard: false }),
      edit: (edit, origin) => take(() => client.call('plan/from-edit', edit), { origin, ofWizard: false }),
      adopt: (plan, origin, ask) => {
        [asked, latest] = [ask, latest + 1];
        set({ plan, origin, ofWizard: false, typed: {}, rehearsing: false, fault: undefined, refusedFile: undefined, saved: undefined });
      },
      again: async () => {
        if (asked !== undefined) return take(asked, {});
        set({ plan: undefined, fault: undefined });
        return false;
      },
      type: (stepId, text) => set(({ typed }) => ({ typed: { ...typed, [stepId]: text } })),
      save: async () => {
        const { plan, typed } = get();
        if (plan === undefined) return;
        const answer = await client.call('plan/save', { planId: plan.planId, confirmations: { ...typed } });
        set(answer.ok ? { saved: answer.value, fault: undefined } : { fault: answer.fault });
      },
      give: async (name, ticket) => {
        const { plan } = get();
        if (plan === undefined) return;
        const answer = await client.call('plan/material', { planId: plan.planId, name, ticket });
        if (get().plan !== plan) return;
        set(answer.ok ? { plan: answer.value, typed: {}, refusedFile: undefined, saved: undefined } : { refusedFile: answer.fault });
      },
      refuse: (fault) => set({ refusedFile: fault }),
      dismissFault: () => set({ fault: undefined, refusedFile: undefined }),
    };
  });
}

export const usePlan = createPlanStore(client);
