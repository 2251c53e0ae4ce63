import { mkdirSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'playwright/test';
import { flow } from '../fixture.ts';

flow('settings that are damaged are told once, and kept under another name', async ({ folders, openInOwnBrowser: open }) => {
  mkdirSync(folders.state, { recursive: true });
  writeFileSync(join(folders.state, 'settings.json'), '{"theme": "dark"');
  const first = await open();
  const alert = first.page.getByRole('alert').filter({ hasText: 'settings.json' });
  await alert.getByText('It is damaged: it is not JSON.').waitFor();
  await alert.getByRole('button', { name: 'Dismiss' }).click();
  await alert.waitFor({ state: 'detached' });
  await first.close();
  const [aside = ''] = readdirSync(folders.state).filter((name) => name.startsWith('settings.json.unreadable-'));
  expect(readFileSync(join(folders.state, aside), 'utf8')).toBe('{"theme": "dark"');
  const second = await open();
  await second.page.getByRole('button', { name: 'Data sets', exact: true }).waitFor();
  expect(await second.page.getByRole('alert').count()).toBe(0);
});
