import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openProgram, type TestProgram } from '../testing/program.ts';

let program: TestProgram;
beforeEach(async () => {
  program = await openProgram();
  for (const name of ['left', 'right']) await program.ok('board/connect', { path: `simulated@simulated-${name}.json` });
});
afterEach(() => program.close());

const [left, right] = ['simulated@simulated-left.json', 'simulated@simulated-right.json'];

describe('slots in the window', () => {
  it('are taught by their port, named, moved and forgotten; the ports say whose board they are', async () => {
    expect(await program.ok('slots/list', {})).toEqual({ slots: [] });
    const taught = await program.ok('slots/teach', { number: 3, path: left });
    expect(taught).toEqual({
      slots: [{ number: 3, name: 'Slot 3', place: { row: 0, column: 2 }, binding: { kind: 'path', path: left }, port: { path: left, kind: 'simulated', title: 'Simulated board: left' } }],
    });
    await program.ok('slots/teach', { number: 1, path: right });
    expect((await program.ok('slots/change', { number: 1, name: ' By the window ' })).slots.map(({ name }) => name)).toEqual(['By the window', 'Slot 3']);
    expect((await program.ok('ports/list', {})).map(({ path, slot }) => [path, slot?.name])).toContainEqual([right, 'By the window']);
    // A slot that is moved to the place of another one changes places with it.
    expect((await program.ok('slots/change', { number: 1, place: { row: 0, column: 2 } })).slots.map(({ place }) => place)).toEqual([{ row: 0, column: 2 }, { row: 0, column: 0 }]);
    expect((await program.ok('slots/forget', { number: 1 })).slots.map(({ number }) => number)).toEqual([3]);
    expect(await program.fault('slots/forget', { number: 1 })).toMatchObject({ code: 'slot/unknown', data: { slot: '1', slots: 'Slot 3' } });
  });
});
