import '../testing/noProgram.ts';
import { expect, it } from 'vitest';
import type { SeriesView } from '../../core/contract/datasets.ts';
import { heldClient, partOf } from '../testing/heldClient.ts';
import { createSeriesStore } from './seriesStore.ts';

const series = (state: SeriesView['state'], done = 0) => partOf<SeriesView>({ state, done });

it('an event that came while a call was answered is newer than the answer', async () => {
  const { client, asked, emit } = heldClient();
  const store = createSeriesStore(client);
  void store.getState().cancel();
  emit('series/changed', series('cancelled', 7));
  await asked('series/cancel')[0]?.answer({ ok: true, value: series('running', 6) });
  expect(store.getState().series).toEqual({ state: 'cancelled', done: 7 });
});
