import '../testing/noProgram.ts';
import { afterAll, beforeAll, expect, it } from 'vitest';
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
