import '../testing/noProgram.ts';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { FaultView } from '../../core/contract/board.ts';
import type { Settings } from '../../core/contract/operations.ts';
import { heldClient, partOf } from '../testing/heldClient.ts';
import { openWindow, type TestWindow } from '../testing/openWindow.ts';
import { createSettingsStore } from './settingsStore.ts';

let page: TestWindow;
beforeAll(async () => {
  page = await openWindow();
});
afterAll(() => page.program.close());

it('what is changed is kept by the program; what it refuses is not shown as if it were kept', async () => {
  const store = createSettingsStore(page.client);
  await store.getState().load();
  await store.getState().change({ operator: 'Anna Ohm' });
  await store.getState().change({ ignoredPorts: ['/dev/ttyS0', '0A0B'], wizardDefaults: { lockAnchor: true } });
  const kept = { theme: 'system', zoom: 1, lastRoom: 'provision', operator: 'Anna Ohm', ignoredPorts: ['/dev/ttyS0', '0A0B'], wizardDefaults: { lockAnchor: true } };
  expect(await page.program.ok('settings/get', {})).toEqual(kept);
  await store.getState().change({ wizardDefaults: { anchorObject: '0xE0FF' } });
  expect(store.getState().fault?.code).toBe('object/unknown');
  expect(store.getState().settings).toEqual(kept);
  await store.getState().change({ operator: '' });
  expect([store.getState().fault, store.getState().settings.operator]).toEqual([undefined, '']);
});

it('a setting that is changed while a refused one is taken back stays', async () => {
  const { client, asked } = heldClient();
  const store = createSettingsStore(client);
  void store.getState().change({ saveFolder: '/none' });
  await Promise.resolve();
  await asked('settings/set')[0]?.answer({ ok: false, fault: partOf<FaultView>({ code: 'file/no-save-folder' }) });
  void store.getState().change({ zoom: 1.5 });
  await asked('settings/get')[0]?.answer({ ok: true, value: partOf<Settings>({ zoom: 1 }) });
  expect(store.getState().settings).toEqual({ zoom: 1.5 });
  expect(asked('settings/set').map(({ request }) => request)).toEqual([{ saveFolder: '/none' }, { zoom: 1.5 }]);
});
