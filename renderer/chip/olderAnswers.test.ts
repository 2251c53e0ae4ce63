import '../testing/noProgram.ts';
import { describe, expect, it } from 'vitest';
import type { FaultView } from '../../core/contract/board.ts';
import type { ReachView } from '../../core/contract/authorization.ts';
import type { ChipPageView } from '../../core/contract/chip.ts';
import { heldClient, partOf } from '../testing/heldClient.ts';
import { createReachStore } from './authorization/authorizationStore.ts';
import { createChipStore } from './chipStore.ts';

const closed = { ok: false as const, fault: partOf<FaultView>({ code: 'link/closed' }) };

it('the page of a chip does not show why the chip before could not be read', async () => {
  const { client, asked } = heldClient();
  const store = createChipStore(client);
  void store.getState().read();
  void store.getState().read();
  const [before, now] = asked('chip/page');
  await before?.answer(closed);
  expect(store.getState().loading).toBe(true);
  await now?.answer({ ok: true, value: partOf<ChipPageView>({ chipId: 'now' }) });
  expect(store.getState()).toMatchObject({ page: { chipId: 'now' }, fault: undefined, loading: false });
});

describe('the rights on a chip that went', () => {
  it('are not shown for the next chip', async () => {
    const { client, asked } = heldClient();
    const store = createReachStore(client);
    void store.getState().look();
    store.getState().forget();
    await asked('chip/access')[0]?.answer({ ok: true, value: partOf<ReachView>({ authorized: ['0xF1D0'] }) });
    expect(store.getState()).toMatchObject({ view: undefined, working: undefined });
    void store.getState().look();
    store.getState().forget();
    await asked('chip/access')[1]?.answer(closed);
    expect(store.getState().fault).toBeUndefined();
  });

  it('are not authorized on the next chip with the file that was chosen for the chip before', async () => {
    const { client, asked } = heldClient();
    const store = createReachStore(client);
    void store.getState().authorize('0xF1D0', new File(['x'], 'reference.txt'));
    store.getState().forget();
    await asked('files/take' as never)[0]?.answer({ ok: true, value: { ticket: 't', name: 'reference.txt', size: 1, content: 'secret' } } as never);
    expect(asked('chip/authorize')).toEqual([]);
  });

  it('whether an open reel has the reference is said of the chip that was asked about last', async () => {
    const { client, asked } = heldClient();
    const store = createReachStore(client);
    void store.getState().ask('one');
    void store.getState().ask('two');
    const [one, two] = asked('reels/where');
    await two?.answer({ ok: true, value: { reference: false } });
    await one?.answer({ ok: true, value: { reference: true } });
    expect(store.getState().onReel).toBe(false);
  });
});
