import { describe, expect, it } from 'vitest';
import { createFakeBench } from '../testing/fakeBench.ts';

// The stores look for the preload script's object when they are loaded.
const fake = createFakeBench();
Object.assign(globalThis, { window: { bench: fake.api } });
const { createRecordsStore } = await import('./store.ts');
const { createClient } = await import('../client/bench.ts');

describe('store', () => {
  it('opens a run and saves its report', async () => {
    const store = createRecordsStore(createClient(createFakeBench().api));
    await store.getState().load();
    expect(store.getState().rows).toHaveLength(2);
    await store.getState().open('r1');
    expect(store.getState().record?.steps.map(({ state }) => state)).toEqual(['done', 'unknown', 'waiting']);
    await store.getState().save('html');
    expect(store.getState().saved?.name).toBe('report.html');
  });

  it('nothing interrupted: nothing to resume', async () => {
    const store = createRecordsStore(createClient(createFakeBench().api));
    await store.getState().look();
    expect(store.getState().unfinished).toBeUndefined();
    expect(await store.getState().resume()).toBeUndefined();
  });
});
