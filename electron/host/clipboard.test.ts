import { expect, it, vi } from 'vitest';
import { clipboardOf } from './chromiumClipboard.ts';

const system = vi.hoisted(() => ({ text: '', readable: true }));
vi.mock('electron', () => ({
  clipboard: {
    readText: () => (system.readable ? Promise.resolve(system.text) : Promise.reject(new Error('no'))),
    clear: () => (system.text = ''),
  },
}));
const { clipboard } = await import('./electronClipboard.ts');

it('Electron reads and clears it; one that can not be read is unknown, and cleared all the same', async () => {
  system.text = '5ec4e7';
  expect(await clipboard.read()).toBe('5ec4e7');
  system.readable = false;
  expect(await clipboard.read()).toBeUndefined();
  expect(await clipboard.clear()).toBe(true);
  expect(system.text).toBe('');
});

it.each([
  ['done', () => Promise.resolve(), true],
  ['refused', () => Promise.reject(new Error('denied')), false],
  ['a page that hangs', () => new Promise(() => undefined), false],
])('in the Chromium host the page is made to write: %s', async (_, evaluate, cleared) => {
  const page = { evaluate } as unknown as Parameters<typeof clipboardOf>[0];
  expect(await clipboardOf(page).read()).toBeUndefined();
  expect(await clipboardOf(page).clear()).toBe(cleared);
});
