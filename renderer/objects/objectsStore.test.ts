import '../testing/noProgram.ts';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { ObjectRow } from '../../core/contract/objects.ts';
import { openWindow, type TestWindow } from '../testing/openWindow.ts';
import { createObjectsStore, mergeRows } from './objectsStore.ts';

let page: TestWindow;
let objects: readonly ObjectRow[];
let [first, second, third]: ObjectRow[] = [];
beforeAll(async () => {
  page = await openWindow();
  await page.program.ok('board/connect', { path: 'simulated' });
  objects = await page.program.ok('objects/list', {});
  [first, second, third] = objects as [ObjectRow, ObjectRow, ObjectRow];
}, 60_000);
afterAll(() => page.program.close());

describe('the objects of the window', () => {
  it('puts new rows in the place of old ones, and leaves the others as they are', () => {
    if (first === undefined || second === undefined || third === undefined) throw new Error('too few objects');
    const changed = { ...second, glance: 'new' };
    const merged = mergeRows([first, second], [changed, third]);
    expect(merged).toEqual([first, changed, third]);
    expect(merged[0]).toBe(first);
  });

  it('shows the very first row at once and the following ones together', async () => {
    const store = createObjectsStore(page.client);
    const seen: number[] = [];
    store.subscribe(({ rows }) => seen.push(rows.length));
    for (const row of objects) page.emit('objects/row', row);
    expect(seen).toEqual([1]);
    await new Promise((rested) => setTimeout(rested, 80));
    expect(seen).toEqual([1, objects.length]);
  });

  it('forgets everything of a chip that went', async () => {
    const store = createObjectsStore(page.client);
    await store.getState().list('chip 1');
    await store.getState().select('0xE0E1');
    expect(store.getState()).toMatchObject({ readings: 1, readFor: 'chip 1', selected: '0xE0E1' });
    store.getState().forget();
    expect(store.getState()).toMatchObject({ rows: [], readings: 0, readFor: '', selected: undefined, data: undefined });
  });

  it('rows of the chip that went and are not shown yet are forgotten too', async () => {
    const store = createObjectsStore(page.client);
    for (const row of objects) page.emit('objects/row', row);
    store.getState().forget();
    await new Promise((rested) => setTimeout(rested, 80));
    expect(store.getState().rows).toEqual([]);
  });

  it('asks for a secret only when told to, gives it out and keeps nothing of it', async () => {
    const store = createObjectsStore(page.client);
    const { planId } = await page.program.ok('plan/from-edit', { kind: 'write', id: '0xF1D0', hex: 'c0ffee' });
    await page.program.ok('plan/run', { planId, confirmations: {} });
    expect((await page.program.ended()).state).toBe('finished');
    // The object's type makes it a secret for protected updates, but its content can still be read.
    const asSecret = await page.program.ok('plan/from-edit', { kind: 'metadata', id: '0xF1D0', hex: '2003e80123' });
    await page.program.ok('plan/run', { planId: asSecret.planId, confirmations: {} });
    expect((await page.program.ended()).state).toBe('finished');
    const before = page.asked('objects/read').length;
    await store.getState().select('0xF1D0');
    expect(await store.getState().reveal()).toMatch(/^c0ffee/);
    const asked = page.asked('objects/read').slice(before);
    expect(asked).toEqual([{ id: '0xF1D0', reveal: false }, { id: '0xF1D0', reveal: true }]);
    expect(JSON.stringify(store.getState())).not.toContain('c0ffee');
  });
});
