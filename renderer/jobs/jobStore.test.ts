import '../testing/noProgram.ts';
import { beforeEach, expect, it } from 'vitest';
import type { JobDraft } from '../../core/contract/jobs.ts';
import { heldClient, partOf } from '../testing/heldClient.ts';
import { createJobStore } from './jobStore.ts';

const signer = { ticket: 'key', name: 'key.pem', size: 1, content: 'key-material' } as const;
const released = { ok: true as const, value: partOf<never>({ name: 'a.tbjob', folder: '/' }) };

let held: ReturnType<typeof heldClient>;
let store: ReturnType<typeof createJobStore>;
beforeEach(async () => {
  held = heldClient();
  store = createJobStore(held.client);
  void store.getState().open('plan 1', 'review');
  await held.asked('jobs/draft')[0]?.answer({ ok: true, value: partOf<JobDraft>({ title: 'One', steps: [] }) });
  store.getState().change({ signer });
  void store.getState().release('');
});

it('a job that was released for another plan is not said to be this one', async () => {
  void store.getState().open('plan 2', 'review');
  await held.asked('jobs/release')[0]?.answer(released);
  expect(store.getState()).toMatchObject({ planId: 'plan 2', saved: undefined });
});

it('a job that was released before the answers were changed is not said to hold the new ones', async () => {
  store.getState().change({ title: 'Other' });
  await held.asked('jobs/release')[0]?.answer(released);
  expect(store.getState()).toMatchObject({ wishes: { title: 'Other' }, saved: undefined });
});
