import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { copyForAWhile } from './copyForAWhile.ts';

/** The system's clipboard; writing to it fails while the window has no focus. */
const clipboard = { text: '', focused: true, waiting: [] as (() => void)[] };

beforeEach(() => {
  vi.useFakeTimers();
  Object.assign(clipboard, { text: '', focused: true, waiting: [] });
  const writeText = (text: string): Promise<void> => {
    if (!clipboard.focused) return Promise.reject(new Error('not focused'));
    clipboard.text = text;
    return Promise.resolve();
  };
  vi.stubGlobal('navigator', { clipboard: { writeText } });
  vi.stubGlobal('window', { addEventListener: (_: string, listener: () => void) => clipboard.waiting.push(listener) });
});
afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

it('the clipboard holds the secret for 30 seconds, not longer', async () => {
  expect(await copyForAWhile('5ec4e7')).toBe(true);
  await vi.advanceTimersByTimeAsync(29_999);
  expect(clipboard.text).toBe('5ec4e7');
  await vi.advanceTimersByTimeAsync(1);
  expect(clipboard.text).toBe('');
});

it('a second copy has 30 seconds of its own', async () => {
  await copyForAWhile('first');
  await vi.advanceTimersByTimeAsync(20_000);
  await copyForAWhile('second');
  await vi.advanceTimersByTimeAsync(20_000);
  expect(clipboard.text).toBe('second');
  await vi.advanceTimersByTimeAsync(10_000);
  expect(clipboard.text).toBe('');
});

it('says when the 30 seconds are over, or another secret took the clipboard', async () => {
  const over: string[] = [];
  await copyForAWhile('first', () => over.push('first'));
  await vi.advanceTimersByTimeAsync(20_000);
  await copyForAWhile('second', () => over.push('second'));
  expect(over).toEqual(['first']);
  await vi.advanceTimersByTimeAsync(29_999);
  expect(over).toEqual(['first']);
  await vi.advanceTimersByTimeAsync(1);
  expect(over).toEqual(['first', 'second']);
});

it('without the focus it is cleared as soon as the window has it again', async () => {
  await copyForAWhile('5ec4e7');
  clipboard.focused = false;
  await vi.advanceTimersByTimeAsync(30_000);
  expect(clipboard.text).toBe('5ec4e7');
  clipboard.focused = true;
  for (const listener of clipboard.waiting) listener();
  await vi.advanceTimersByTimeAsync(0);
  expect(clipboard.text).toBe('');
});

it('a refused copy is said', async () => {
  clipboard.focused = false;
  expect(await copyForAWhile('5ec4e7')).toBe(false);
});
