import '../testing/noProgram.ts';
import { expect, it } from 'vitest';
import type { FaultView } from '../../core/contract/board.ts';
import type { WorkshopView } from '../../core/contract/keys.ts';
import { heldClient, partOf } from '../testing/heldClient.ts';
import { createKeysStore } from './store.ts';

it('a file is said to be saved, or not, only under its own key', async () => {
  const { client, asked } = heldClient();
  const store = createKeysStore(client);
  for (const answer of [{ ok: true as const, value: { name: 'one.pem', folder: '/' } }, { ok: false as const, fault: partOf<FaultView>({ code: 'file/not-written' }) }]) {
    store.getState().select('one');
    void store.getState().save('one', 'key');
    store.getState().select('two');
    await asked('keys/save').at(-1)?.answer(answer);
    expect(store.getState()).toMatchObject({ selected: 'two', saved: undefined, fault: undefined });
  }
});

it('a key that was chosen while another one is being removed stays chosen', async () => {
  const { client, asked } = heldClient();
  const store = createKeysStore(client);
  store.getState().select('one');
  void store.getState().forget('one');
  store.getState().select('two');
  await asked('keys/forget')[0]?.answer({ ok: true, value: partOf<WorkshopView>({ items: [{ id: 'two' }] }) });
  expect(store.getState().selected).toBe('two');
});
