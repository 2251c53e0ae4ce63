import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import type { RunView } from '../../core/contract/plan.ts';

const png = new File([Uint8Array.of(0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a)], 'letter.png');

const run: RunView = { runId: 'r', planId: 'p', title: 't', chipId: 'c', simulated: true, port: 'simulated', state: 'running', startedAt: '2026-03-01T08:00:00.000Z', steps: [], progress: 0, resumable: false };

/** Loads the window's code with a `window.bench` that never answers and sends no events. */
async function loadWindow() {
  const { takeFiles, takeFilesInto } = await import('./takeFiles.ts');
  const { useNavigation } = await import('../navigation/navigation.ts');
  const { useRun } = await import('../plan/runStore.ts');
  const { useReels } = await import('../reels/store/reelsStore.ts');
  return { takeFiles, takeFilesInto, useNavigation, useRun, useReels };
}

let page: Awaited<ReturnType<typeof loadWindow>>;
const readLetter = vi.fn(() => Promise.resolve());
beforeAll(async () => {
  const program = new Proxy({}, { get: () => () => new Promise(() => undefined) });
  vi.stubGlobal('window', { bench: program, addEventListener: () => undefined });
  page = await loadWindow();
  page.useReels.setState({ readLetter });
});
afterAll(() => vi.unstubAllGlobals());

describe('a dropped picture', () => {
  it.each(['running', 'cancelling'] as const)('does not move the window away from a run that is %s', async (state) => {
    page.useRun.setState({ run: { ...run, state } });
    for (const take of [page.takeFiles, (files: readonly File[]) => page.takeFilesInto('device', files)]) {
      page.useNavigation.setState({ room: 'provision', dropFault: undefined });
      await take([png]);
      expect(page.useNavigation.getState()).toMatchObject({ room: 'provision', dropFault: { code: 'window/run-on', object: 'letter.png' } });
      expect(readLetter).not.toHaveBeenCalled();
    }
  });

  it('goes to Reels when none is on', async () => {
    page.useRun.setState({ run: undefined });
    await page.takeFiles([png]);
    expect(page.useNavigation.getState()).toMatchObject({ room: 'reels', dropFault: undefined });
    expect(readLetter).toHaveBeenCalledWith(png);
  });
});
