import '../../testing/noProgram.ts';
import { beforeEach, describe, expect, it } from 'vitest';
import type { FaultView } from '../../../core/contract/board.ts';
import type { ReelView } from '../../../core/contract/reels.ts';
import { heldClient, partOf } from '../../testing/heldClient.ts';
import { createReelsStore } from './reelsStore.ts';

const reel = (id: string, lock: 'locked' | 'open' = 'locked') => ({ ok: true as const, value: partOf<ReelView>({ id, lock, batch: id }) });
const refused = (code: string) => ({ ok: false as const, fault: partOf<FaultView>({ code }) });
const bundle = (name: string) => ({ ticket: name, name, size: 1, content: 'bundle' }) as const;

let held: ReturnType<typeof heldClient>;
let store: ReturnType<typeof createReelsStore>;
beforeEach(() => {
  held = heldClient();
  store = createReelsStore(held.client);
});
/** Opens two reels; the second one is shown. */
async function openTwo(): Promise<void> {
  for (const [at, id] of ['one', 'two'].entries()) {
    void store.getState().open([bundle(id)]);
    await held.asked('reels/open')[at]?.answer(reel(id));
  }
}

it.each(['bundle/cancelled', 'bundle/not-a-bundle'])('a bundle whose opening ended (%s) because another one is opened: that one is still shown as being opened', async (code) => {
  void store.getState().open([bundle('one')]);
  void store.getState().open([bundle('two')]);
  held.emit('reels/progress', { archive: 'b', archives: 1, files: 1 } as never);
  await held.asked('reels/open')[0]?.answer(refused(code));
  expect(store.getState()).toMatchObject({ opening: true, progress: { archives: 1 }, fault: undefined });
  await held.asked('reels/open')[1]?.answer(reel('two'));
  expect(store.getState()).toMatchObject({ opening: false, shown: 'two' });
});

describe('a transport key', () => {
  it('in a file is used on the reel that was shown when the file was given', async () => {
    await openTwo();
    void store.getState().unlockWithFile(new File(['key'], 'key.txt'));
    void store.getState().show('one');
    await held.asked('files/take' as never)[0]?.answer({ ok: true, value: bundle('key.txt') } as never);
    expect(held.asked('reels/unlock').map(({ request }) => request)).toEqual([{ id: 'two', ticket: 'key.txt' }]);
    expect(store.getState()).toMatchObject({ shown: 'one', unlocking: false });
  });

  it('that was refused for one reel is not said to be wrong for another one', async () => {
    await openTwo();
    void store.getState().unlock({ transportKey: '7'.repeat(32) });
    void store.getState().show('one');
    await held.asked('reels/unlock')[0]?.answer(refused('bundle/wrong-key'));
    expect(store.getState()).toMatchObject({ shown: 'one', keyFault: undefined, unlocking: false });
  });
});

it('a list that was exported is said only under its own reel', async () => {
  await openTwo();
  void store.getState().exportList();
  void store.getState().show('one');
  await held.asked('reels/export-list')[0]?.answer({ ok: true, value: { name: 'two.csv', folder: '/' } });
  expect(store.getState().saved).toBeUndefined();
});
