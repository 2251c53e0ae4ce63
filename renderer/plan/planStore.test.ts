import '../testing/noProgram.ts';
import { beforeEach, describe, expect, it } from 'vitest';
import type { FaultView } from '../../core/contract/board.ts';
import type { PlanView } from '../../core/contract/plan.ts';
import { heldClient, partOf } from '../testing/heldClient.ts';
import { createPlanStore } from './planStore.ts';

const plan = (planId: string) => ({ ok: true as const, value: partOf<PlanView>({ planId, steps: [] }) });
const refused = { ok: false as const, fault: partOf<FaultView>({ code: 'update/no-data-set' }) };

let held: ReturnType<typeof heldClient>;
let store: ReturnType<typeof createPlanStore>;
beforeEach(() => {
  held = heldClient();
  store = createPlanStore(held.client);
});
const shown = () => store.getState().plan?.planId;

describe('a review that was asked for before another one', () => {
  it('is not shown, and the other one is still being made', async () => {
    void store.getState().fromWizard();
    void store.getState().open('ticket', 'plan', 'records');
    await held.asked('plan/from-wizard')[0]?.answer(plan('of the wizard'));
    expect([shown(), store.getState().rehearsing]).toEqual([undefined, true]);
    await held.asked('plan/open')[0]?.answer(plan('of the file'));
    expect([shown(), store.getState().rehearsing, store.getState().origin]).toEqual(['of the file', false, 'records']);
  });

  it('is not shown with the reason why the other one was refused', async () => {
    void store.getState().fromWizard();
    void store.getState().open('ticket', 'data-set', 'datasets');
    await held.asked('plan/from-data-set')[0]?.answer(refused);
    await held.asked('plan/from-wizard')[0]?.answer(plan('of the wizard'));
    expect([shown(), store.getState().fault?.code, store.getState().rehearsing]).toEqual([undefined, 'update/no-data-set', false]);
  });

  it('and got a file: it does not replace the other one, nor say why its file was refused', async () => {
    store.getState().adopt(plan('first').value, 'records', async () => refused);
    for (const answer of [plan('first with its file'), refused]) {
      void store.getState().give('secret', 'ticket');
      store.getState().adopt(plan('second').value, 'records', async () => refused);
      await held.asked('plan/material').at(-1)?.answer(answer);
      expect([shown(), store.getState().refusedFile]).toEqual(['second', undefined]);
    }
  });
});
