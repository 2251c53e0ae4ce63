import '../testing/noProgram.ts';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openProgram } from '../../electron/app/testing/program.ts';
import { givePairs, provision } from '../../electron/app/testing/provision.ts';
import { killedAt } from '../../electron/journal/testing/killedAt.ts';
import { openWindow, type TestWindow } from '../testing/openWindow.ts';
import { createRecordsStore } from './store.ts';

let folder: string;
let page: TestWindow;
beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'trust-bench-records-window-'));
  page = await openWindow(await openProgram({}, folder));
});
afterEach(async () => {
  await page.program.close();
  rmSync(folder, { recursive: true, force: true });
});

/** The program was killed while a step ran, and starts again. */
async function killedIn(step: string): Promise<void> {
  await page.program.close();
  killedAt(join(folder, 'state', 'journal'), step);
  page = await openWindow(await openProgram({}, folder));
}

describe('totals and export of the list', () => {
  it('follow search and result', async () => {
    const store = createRecordsStore(page.client);
    await store.getState().load();
    expect(store.getState().totals).toEqual({ today: { done: 0, failed: 0, stopped: 0, chips: 0 } });
    const { run } = await provision(page.program);
    await store.getState().load();
    expect(store.getState().totals).toEqual({ today: { done: 1, failed: 0, stopped: 0, chips: 1 } });
    const exported = async (): Promise<string[]> => {
      await store.getState().exportCsv();
      return page.program.saved(store.getState().exported?.name ?? '').trimEnd().split('\r\n').map((line) => line.split(',')[0] ?? '');
    };
    expect(await exported()).toEqual(['run', run.runId]);
    store.getState().filter({ search: 'no such chip' });
    await store.getState().load();
    expect(store.getState().totals).toEqual({ today: { done: 1, failed: 0, stopped: 0, chips: 1 }, found: { done: 0, failed: 0, stopped: 0, chips: 0 } });
    expect(await exported()).toEqual(['run']);
    store.getState().filter({ search: '', result: 'failed' });
    expect(await exported()).toEqual(['run']);
    store.getState().filter({ result: 'finished' });
    expect(await exported()).toEqual(['run', run.runId]);
  });
});

describe('store', () => {
  it('opens an interrupted run, saves its report and resumes it', async () => {
    const { run, ...pairs } = await provision(page.program);
    expect(run.state, JSON.stringify(run.fault)).toBe('finished');
    await killedIn('send-key');
    await page.program.ok('board/connect', { path: 'simulated' });
    await givePairs(page.program, pairs);

    const store = createRecordsStore(page.client);
    await store.getState().load();
    expect(store.getState().rows?.map(({ run: id, state }) => [id, state])).toEqual([[run.runId, 'interrupted']]);
    await store.getState().open(run.runId);
    expect(store.getState().record?.steps.map(({ id, state }) => `${id}: ${state}`)).toEqual(['device-certificate: done', 'anchor-certificate: done', 'anchor-metadata: done', 'target-metadata: done', 'send-key: unknown', 'prove-key: waiting', 'lock-anchor: waiting']);
    await store.getState().save('html');
    expect(store.getState().saved?.name).toMatch(/[.]html$/);
    await store.getState().look();
    expect(store.getState().unfinished).toMatchObject({ run: run.runId, chip: 'this-one' });
    const plan = await store.getState().resume();
    expect(plan).toMatchObject({ title: run.title, chipId: run.chipId, verdict: 'not-all-tried' });
    expect(store.getState().unfinished).toBeUndefined();
  });

  it('nothing interrupted: nothing to resume', async () => {
    await provision(page.program);
    const store = createRecordsStore(page.client);
    await store.getState().look();
    expect(store.getState().unfinished).toBeUndefined();
    expect(await store.getState().resume()).toBeUndefined();
    expect(page.asked('records/resume')).toEqual([]);
  });
});
