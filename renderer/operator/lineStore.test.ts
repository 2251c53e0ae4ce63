import '../testing/noProgram.ts';
import { afterEach, expect, it } from 'vitest';
import type { LineView } from '../../core/contract/line.ts';
import { heldClient, partOf } from '../testing/heldClient.ts';
import { openWindow, type TestWindow } from '../testing/openWindow.ts';
import { createLineStore } from './lineStore.ts';

const opened: TestWindow[] = [];
afterEach(() => Promise.all(opened.splice(0).map(({ program }) => program.close())));
async function open(): Promise<TestWindow> {
  const page = await openWindow();
  opened.push(page);
  return page;
}

it('there is no operator’s screen in the engineer’s window', async () => {
  const { client } = await open();
  const store = createLineStore(client);
  await store.getState().load();
  expect(store.getState().view).toBeUndefined();
});

it('the scan after "Who works here?" is a badge, and goes to nobody when it is broken or too long', async () => {
  const { client, calls } = await open();
  const store = createLineStore(client);
  store.getState().askBadge(true);
  await store.getState().take({ text: 'Ada', broken: true });
  expect(store.getState().badge).toEqual({ again: 'broken' });
  await store.getState().take({ text: 'A'.repeat(81), broken: false });
  expect(store.getState().badge).toEqual({ again: 'long' });
  expect(calls).toEqual([]);
  await store.getState().take({ text: 'Ada Ohm', broken: false });
  store.getState().askBadge(false);
  await store.getState().take({ text: 'SN-0001', broken: false });
  await store.getState().take({ text: 'SN-00', broken: true });
  expect(calls).toEqual([
    { name: 'line/operator', request: { name: 'Ada Ohm' } },
    { name: 'line/scan', request: { text: 'SN-0001' } },
    { name: 'line/scan', request: { text: 'SN-00', broken: true } },
  ]);
});

it.each(['load', 'open', 'confirmClock'] as const)('an event that came while a call was answered is newer than the answer (%s)', async (does) => {
  const { client, asked, emit } = heldClient();
  const store = createLineStore(client);
  const view = (nextSerial: string) => partOf<LineView>({ nextSerial });
  void store.getState()[does]('');
  emit('line/changed', view('new'));
  const [call] = [...asked('line/state'), ...asked('line/open'), ...asked('line/confirm-clock')];
  await call?.answer({ ok: true, value: view('old') });
  expect(store.getState().view).toEqual({ nextSerial: 'new' });
});
