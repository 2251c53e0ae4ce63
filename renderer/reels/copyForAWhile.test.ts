import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { copyForAWhile, useCopied } from './copyForAWhile.ts';

/** Stands for the system's clipboard. The main process clears it, unless the system refuses. */
const clipboard = { text: '', writable: true, clears: true };
let page: EventTarget;
const clear = vi.fn(() => {
  if (clipboard.clears) clipboard.text = '';
  return Promise.resolve(clipboard.clears);
});
const copy = (text: string, what = text): Promise<boolean> => copyForAWhile(text, what, clear);

beforeEach(() => {
  vi.useFakeTimers();
  Object.assign(clipboard, { text: '', writable: true, clears: true });
  useCopied.setState({ what: undefined, late: false });
  clear.mockClear();
  page = new EventTarget();
  const writeText = (text: string): Promise<void> => {
    if (!clipboard.writable) return Promise.reject(new Error('not allowed'));
    clipboard.text = text;
    return Promise.resolve();
  };
  vi.stubGlobal('navigator', { clipboard: { writeText } });
  vi.stubGlobal('window', page);
  // Behaves like the old copy command: it asks its listener for the text, and copies at once.
  const execCommand = (): boolean => {
    const event = Object.assign(new Event('copy', { cancelable: true }), { clipboardData: { setData: (_: string, text: string) => (clipboard.text = text) } });
    return !page.dispatchEvent(event);
  };
  vi.stubGlobal('document', { addEventListener: page.addEventListener.bind(page), execCommand });
});
afterEach(async () => {
  await vi.advanceTimersByTimeAsync(60_000);
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

it('the clipboard holds the secret for 30 seconds, not longer', async () => {
  expect(await copy('5ec4e7')).toBe(true);
  await vi.advanceTimersByTimeAsync(29_999);
  expect([clipboard.text, useCopied.getState()]).toEqual(['5ec4e7', { what: '5ec4e7', late: false }]);
  await vi.advanceTimersByTimeAsync(1);
  expect([clipboard.text, useCopied.getState()]).toEqual(['', { what: undefined, late: false }]);
});

it('a second copy has 30 seconds of its own, and its own button says so', async () => {
  await copy('first');
  await vi.advanceTimersByTimeAsync(20_000);
  await copy('second');
  expect(useCopied.getState().what).toBe('second');
  await vi.advanceTimersByTimeAsync(20_000);
  expect(clipboard.text).toBe('second');
  await vi.advanceTimersByTimeAsync(10_000);
  expect(clipboard.text).toBe('');
});

it('is never said to be gone while it is there: it is late, and asked for again until it worked', async () => {
  clipboard.clears = false;
  await copy('5ec4e7');
  await vi.advanceTimersByTimeAsync(30_000);
  expect([clipboard.text, useCopied.getState()]).toEqual(['5ec4e7', { what: '5ec4e7', late: true }]);
  await vi.advanceTimersByTimeAsync(10_000);
  expect(useCopied.getState().late).toBe(true);
  clipboard.clears = true;
  await vi.advanceTimersByTimeAsync(2_000);
  expect([clipboard.text, useCopied.getState()]).toEqual(['', { what: undefined, late: false }]);
  const asked = clear.mock.calls.length;
  await vi.advanceTimersByTimeAsync(60_000);
  expect(clear).toHaveBeenCalledTimes(asked);
});

it('an answer that comes after the next copy changes nothing of it', async () => {
  let answer: (gone: boolean) => void = () => undefined;
  clear.mockImplementationOnce(() => new Promise((resolve) => (answer = resolve)));
  await copy('first');
  await vi.advanceTimersByTimeAsync(30_000);
  await copy('second');
  answer(true);
  await vi.advanceTimersByTimeAsync(0);
  expect(useCopied.getState()).toEqual({ what: 'second', late: false });
});

it('is overwritten when the window closes within the 30 seconds, and left alone after them', async () => {
  await copy('5ec4e7');
  page.dispatchEvent(new Event('pagehide'));
  expect(clipboard.text).toBe(' ');
  await copy('5ec4e7');
  await vi.advanceTimersByTimeAsync(30_000);
  clipboard.text = 'the user\'s own';
  page.dispatchEvent(new Event('pagehide'));
  expect(clipboard.text).toBe('the user\'s own');
});

it('a refused copy is said', async () => {
  clipboard.writable = false;
  expect(await copy('5ec4e7')).toBe(false);
  expect(useCopied.getState().what).toBeUndefined();
});
