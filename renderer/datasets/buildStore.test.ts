import '../testing/noProgram.ts';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import type { BuildForm, BuildView } from '../../core/contract/datasets.ts';
import { heldClient, partOf } from '../testing/heldClient.ts';
import { createBuildStore } from './buildStore.ts';

const view = (label: string, problems: readonly string[] = []) => ({ ok: true as const, value: partOf<BuildView>({ form: partOf<BuildForm>({ label, componentId: '' }), problems }) });
/** The user pauses, so that the typed text is sent. */
const pause = (): void => void vi.advanceTimersByTime(200);

beforeEach(() => void vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] }));
afterEach(() => void vi.useRealTimers());

it('typed text stays while it is sent, and an older answer replaces neither it nor a newer answer', async () => {
  const { client, asked } = heldClient();
  const store = createBuildStore(client);
  void store.getState().load();
  await asked('datasets/form')[0]?.answer(view(''));
  store.getState().change({ label: 'a' });
  pause();
  store.getState().change({ label: 'ab' });
  pause();
  const [first, second] = asked('datasets/change');
  await first?.answer(view('a'));
  expect(store.getState()).toMatchObject({ form: { label: 'ab' }, waiting: true });
  store.getState().change({ label: 'abc' });
  pause();
  const third = asked('datasets/change')[2];
  await third?.answer(view('abc', ['too long']));
  await second?.answer(view('ab'));
  expect(store.getState()).toMatchObject({ form: { label: 'abc' }, view: { problems: ['too long'] }, waiting: false });
});
