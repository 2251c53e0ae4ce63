import '../testing/noProgram.ts';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { RequestOf } from '../../core/contract/operations.ts';
import type { RecordRow } from '../../core/contract/records.ts';
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

/** Simulates that the program was killed while a step ran, and starts it again. */
async function killedIn(step: string): Promise<void> {
  await page.program.close();
  killedAt(join(folder, 'state', 'journal'), step);
  page = await openWindow(await openProgram({}, folder));
}

describe('totals and export of the list', () => {
  it('follow search and result', async () => {
    const store = createRecordsStore(page.client);
    await store.getState().load();
    expect(store.getState().totals).toEqual({ today: { done: 0, failed: 0, stopped: 0, chips: 0 }, listed: 0, unreadable: [] });
    const { run } = await provision(page.program);
    await store.getState().load();
    expect(store.getState().totals).toEqual({ today: { done: 1, failed: 0, stopped: 0, chips: 1 }, listed: 1, unreadable: [] });
    const exported = async (): Promise<string[]> => {
      await store.getState().exportCsv();
      return page.program.saved(store.getState().exported?.name ?? '').trimEnd().split('\r\n').map((line) => line.split(',')[0] ?? '');
    };
    expect(await exported()).toEqual(['run', run.runId]);
    store.getState().filter({ search: 'no such chip' });
    await store.getState().load();
    expect(store.getState().totals).toEqual({ today: { done: 1, failed: 0, stopped: 0, chips: 1 }, found: { done: 0, failed: 0, stopped: 0, chips: 0 }, listed: 0, unreadable: [] });
    expect(await exported()).toEqual(['run']);
    store.getState().filter({ search: '', result: 'failed' });
    expect(await exported()).toEqual(['run']);
    store.getState().filter({ result: 'finished' });
    expect(await exported()).toEqual(['run', run.runId]);
  });
});

describe('pages of the list', () => {
  const rowOf = (run: string): RecordRow => ({ run, title: 't', chipId: 'c', simulated: true, startedAt: '2026-03-04T10:00:00.000Z', who: 'w', operator: 'o', station: 's', subjects: [], state: 'finished', says: '', whole: true });
  // The client checks the answer against the contract.
  const answered = (value: unknown): never => ({ ok: true, value }) as never;
  const noneToday = { today: { done: 0, failed: 0, stopped: 0, chips: 0 }, unreadable: [] };

  it('the first page is shown before the others are counted, and pages are added where they belong', async () => {
    let counted = (): void => undefined;
    const counting = new Promise<void>((resolve) => (counted = resolve));
    const client = page.with(async (name, request, go) => {
      if (name === 'records/totals') {
        await counting;
        return answered({ ...noneToday, listed: 250 });
      }
      if (name !== 'records/list') return go();
      const { from = 0 } = request as RequestOf<'records/list'>;
      return answered({ rows: [rowOf(`row ${from}`)], total: from + 150 });
    });
    const store = createRecordsStore(client);
    const loaded = store.getState().load();
    await expect.poll(() => store.getState().total).toBe(150);
    await store.getState().page(1);
    expect([store.getState().total, [...store.getState().pages]]).toMatchObject([250, [[0, [{ run: 'row 0' }]], [1, [{ run: 'row 100' }]]]]);
    counted();
    await loaded;
    await store.getState().page(0);
    expect(store.getState().total).toBe(250);
  });

  it('a page of an earlier search is not shown', async () => {
    let late = (): void => undefined;
    const waiting = new Promise<void>((resolve) => (late = resolve));
    const client = page.with(async (name, request, go) => {
      if (name !== 'records/list') return go();
      const { from = 0, search = '' } = request as RequestOf<'records/list'>;
      if (from > 0) await waiting;
      return answered({ rows: [rowOf(`${search} ${from}`)], total: 200 });
    });
    const store = createRecordsStore(client);
    await store.getState().load();
    const older = store.getState().page(1);
    store.getState().filter({ search: 'new' });
    late();
    await older;
    await expect.poll(() => [...store.getState().pages]).toMatchObject([[0, [{ run: 'new 0' }]]]);
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
    expect(store.getState().pages.get(0)?.map(({ run: id, state }) => [id, state])).toEqual([[run.runId, 'interrupted']]);
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
