import '../testing/noProgram.ts';
import { beforeEach, describe, expect, it } from 'vitest';
import type { DataSetView } from '../../core/contract/datasets.ts';
import { heldClient, partOf } from '../testing/heldClient.ts';
import { createInspectStore } from './inspectStore.ts';

const set = (id: string) => ({ ok: true as const, value: partOf<DataSetView>({ id }) });
const ticket = (name: string) => ({ ticket: name, name, size: 1, content: 'data-set' }) as const;

let held: ReturnType<typeof heldClient>;
let store: ReturnType<typeof createInspectStore>;
beforeEach(() => {
  held = heldClient();
  store = createInspectStore(held.client);
  store.getState().show(set('one'));
});
const shown = () => store.getState().set?.id;

describe('an answer about a data set that is no longer shown', () => {
  it('to its check: it is not shown again', async () => {
    void store.getState().check({ anchor: true });
    store.getState().close();
    await held.asked('datasets/check')[0]?.answer(set('one'));
    expect([shown(), store.getState().busy]).toEqual([undefined, false]);
  });

  it('to its opening: the one that was opened later stays', async () => {
    void store.getState().open(ticket('two'));
    void store.getState().open(ticket('three'));
    const [two, three] = held.asked('datasets/open');
    await three?.answer(set('three'));
    await two?.answer(set('two'));
    expect([shown(), store.getState().opened?.manifest.name]).toEqual(['three', 'three']);
  });

  it('to its export: nothing is said under the next one', async () => {
    void store.getState().export('header');
    store.getState().show(set('two'));
    await held.asked('datasets/export')[0]?.answer({ ok: true, value: { name: 'one.txt', folder: '/' } });
    expect(store.getState().saved).toBeUndefined();
  });
});
