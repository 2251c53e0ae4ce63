import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openBench, type TestBench } from '../testing/bench.ts';

let bench: TestBench;
beforeEach(async () => {
  bench = await openBench();
  for (const name of ['left', 'right']) await bench.ok('board/connect', { path: `simulated@simulated-${name}.json` });
});
afterEach(() => bench.close());

const [left, right] = ['simulated@simulated-left.json', 'simulated@simulated-right.json'];

describe('slots in the window', () => {
  it('are taught by their port, named, moved and forgotten; the ports say whose board they are', async () => {
    expect(await bench.ok('slots/list', {})).toEqual({ slots: [] });
    const taught = await bench.ok('slots/teach', { number: 3, path: left });
    expect(taught).toEqual({
      slots: [{ number: 3, name: 'Slot 3', place: { row: 0, column: 2 }, binding: { kind: 'path', path: left }, port: { path: left, kind: 'simulated', title: 'Simulated board: left' } }],
    });
    await bench.ok('slots/teach', { number: 1, path: right });
    expect((await bench.ok('slots/change', { number: 1, name: ' By the window ' })).slots.map(({ name }) => name)).toEqual(['By the window', 'Slot 3']);
    expect((await bench.ok('ports/list', {})).map(({ path, slot }) => [path, slot?.name])).toContainEqual([right, 'By the window']);
    // A slot that is moved to the place of another one changes places with it.
    expect((await bench.ok('slots/change', { number: 1, place: { row: 0, column: 2 } })).slots.map(({ place }) => place)).toEqual([{ row: 0, column: 2 }, { row: 0, column: 0 }]);
    expect((await bench.ok('slots/forget', { number: 1 })).slots.map(({ number }) => number)).toEqual([3]);
    expect(await bench.fault('slots/forget', { number: 1 })).toMatchObject({ code: 'slot/unknown', data: { slot: '1', slots: 'Slot 3' } });
  });
});
