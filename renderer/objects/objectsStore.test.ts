import '../testing/noProgram.ts';
import type { BenchApi } from '../../core/contract/messages.ts';
import { describe, expect, it } from 'vitest';
import type { ObjectRow } from '../../core/contract/objects.ts';
import { createFakeBench } from '../testing/fakeBench.ts';
import { objects } from '../testing/fakeChip.ts';
import { createClient } from '../client/bench.ts';
import { createObjectsStore, mergeRows } from './objectsStore.ts';

const [first, second, third] = objects as [ObjectRow, ObjectRow, ObjectRow];

describe('the objects of the window', () => {
  it('puts new rows in the place of old ones, and leaves the others as they are', () => {
    const changed = { ...second, glance: 'new' };
    const merged = mergeRows([first, second], [changed, third]);
    expect(merged).toEqual([first, changed, third]);
    expect(merged[0]).toBe(first);
  });

  it('shows the very first row at once and the following ones together', async () => {
    const fake = createFakeBench();
    const store = createObjectsStore(createClient(fake.api));
    const seen: number[] = [];
    store.subscribe(({ rows }) => seen.push(rows.length));
    for (const row of objects) fake.emit('objects/row', row);
    expect(seen).toEqual([1]);
    await new Promise((rested) => setTimeout(rested, 80));
    expect(seen).toEqual([1, objects.length]);
  });

  it('forgets everything of a chip that went', async () => {
    const fake = createFakeBench();
    const store = createObjectsStore(createClient(fake.api));
    await store.getState().list('chip 1');
    await store.getState().select('0xE0E1');
    expect(store.getState()).toMatchObject({ readings: 1, readFor: 'chip 1', selected: '0xE0E1' });
    store.getState().forget();
    expect(store.getState()).toMatchObject({ rows: [], readings: 0, readFor: '', selected: undefined, data: undefined });
  });

  it('asks for a secret only when told to, gives it out and keeps nothing of it', async () => {
    const fake = createFakeBench();
    const api: BenchApi = {
      ...fake.api,
      call: async (name, request) => {
        const answer = await fake.api.call(name, request);
        const revealed = { ok: true, value: { id: '0xF1D0', secret: true, data: 'c0ffee', decoded: [] } };
        return name === 'objects/read' && 'reveal' in request && request.reveal === true ? Reflect.apply(Object, undefined, [revealed]) : answer;
      },
    };
    const store = createObjectsStore(createClient(api));
    await store.getState().select('0xF1D0');
    expect(await store.getState().reveal()).toBe('c0ffee');
    const asked = fake.calls.filter(({ name }) => name === 'objects/read').map(({ request }) => request);
    expect(asked).toEqual([{ id: '0xF1D0', reveal: false }, { id: '0xF1D0', reveal: true }]);
    expect(JSON.stringify(store.getState())).not.toContain('c0ffee');
  });
});
