import '../testing/noProgram.ts';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { openWindow, type TestWindow } from '../testing/openWindow.ts';
import { boardMessage, saysAlready } from './boardMessage.ts';
import { createBoardStore } from './boardStore.ts';

let page: TestWindow;
let store: ReturnType<typeof createBoardStore>;
beforeAll(async () => {
  page = await openWindow();
  store = createBoardStore(page.client);
  await store.getState().load();
});
afterAll(() => page.program.close());

it('a lost board is said once: what the screens say of the link is silent while the message stands', async () => {
  await store.getState().connect('simulated');
  expect(boardMessage(store.getState(), false)).toBeUndefined();
  await page.program.ok('board/simulate', { does: 'unplug' });
  const message = boardMessage(store.getState(), false);
  expect(message).toMatchObject({
    code: 'link/closed',
    object: 'simulated',
  });
  const { board } = store.getState();
  expect(['link/closed', 'link/dead', 'link/chip-silent', 'link/no-answer', 'plan/no-board'].filter((code) => !saysAlready(message, board, code))).toEqual([]);
  expect(saysAlready(message, board, 'chip/refused'), 'what is not about the link is said where it happened').toBe(false);
  expect(saysAlready(message, board, undefined)).toBe(false);
  store.getState().dismissFault();
  expect(boardMessage(store.getState(), false)).toBeUndefined();
  expect(saysAlready(undefined, store.getState().board, 'link/closed'), 'dismissed: the screens say it').toBe(false);
});

it('a board that is there and falls silent is said on the screen that asked it', async () => {
  await page.program.ok('board/simulate', { does: 'plug' });
  await expect.poll(() => store.getState().board.link, { timeout: 5000 }).toBe('connected');
  const { board } = store.getState();
  expect(boardMessage(store.getState(), false)).toBeUndefined();
  expect(saysAlready(undefined, board, 'link/no-answer')).toBe(false);
});

it('what came of choosing a port is said by the list of boards while it is open, and above the screens after that', async () => {
  await store.getState().connect('/dev/null');
  expect(store.getState().fault?.code).toBe('port/not-serial');
  expect(store.getState().board.fault?.code).toBe('port/not-serial');
  expect(boardMessage(store.getState(), true)).toBeUndefined();
  expect(boardMessage(store.getState(), false)?.code).toBe('port/not-serial');
});
