import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { copyForAWhile } from './copyForAWhile.ts';

/** The system's clipboard; writing to it fails while the window has no focus. */
const clipboard = { text: '', focused: true };
let page: EventTarget;

beforeEach(() => {
  vi.useFakeTimers();
  Object.assign(clipboard, { text: '', focused: true });
  page = new EventTarget();
  const writeText = (text: string): Promise<void> => {
    if (!clipboard.focused) return Promise.reject(new Error('not focused'));
    clipboard.text = text;
    return Promise.resolve();
  };
  vi.stubGlobal('navigator', { clipboard: { writeText } });
  vi.stubGlobal('window', page);
  // What the old command does: it asks who listens for the text, and copies at once, also without the focus.
  const execCommand = (): boolean => {
    const event = Object.assign(new Event('copy', { cancelable: true }), { clipboardData: { setData: (_: string, text: string) => (clipboard.text = text) } });
    return !page.dispatchEvent(event);
  };
  vi.stubGlobal('document', { addEventListener: page.addEventListener.bind(page), execCommand });
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
  page.dispatchEvent(new Event('focus'));
  await vi.advanceTimersByTimeAsync(0);
  expect(clipboard.text).toBe('');
});

it('is overwritten when the window closes within the 30 seconds, and left alone after them', async () => {
  await copyForAWhile('5ec4e7');
  clipboard.focused = false;
  page.dispatchEvent(new Event('pagehide'));
  expect(clipboard.text).toBe(' ');
  clipboard.focused = true;
  await copyForAWhile('5ec4e7');
  await vi.advanceTimersByTimeAsync(30_000);
  clipboard.text = 'the user\'s own';
  page.dispatchEvent(new Event('pagehide'));
  expect(clipboard.text).toBe('the user\'s own');
});

it('a refused copy is said', async () => {
  clipboard.focused = false;
  expect(await copyForAWhile('5ec4e7')).toBe(false);
});
