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
  it('are taught by their port, named, moved and forgotten', async () => {
    expect(await program.ok('slots/list', {})).toEqual({ slots: [] });
    const taught = await program.ok('slots/teach', { number: 3, path: left });
    expect(taught).toEqual({
      slots: [{ number: 3, name: 'Slot 3', place: { row: 0, column: 2 }, binding: { kind: 'path', path: left }, port: { path: left, kind: 'simulated', title: 'Simulated board: left' } }],
    });
    await program.ok('slots/teach', { number: 1, path: right });
    expect((await program.ok('slots/change', { number: 1, name: ' By the window ' })).slots.map(({ name }) => name)).toEqual(['By the window', 'Slot 3']);
    // A slot that is moved to the place of another one changes places with it.
    expect((await program.ok('slots/change', { number: 1, place: { row: 0, column: 2 } })).slots.map(({ place }) => place)).toEqual([{ row: 0, column: 2 }, { row: 0, column: 0 }]);
    expect((await program.ok('slots/forget', { number: 1 })).slots.map(({ number }) => number)).toEqual([3]);
    expect(await program.fault('slots/forget', { number: 1 })).toMatchObject({ code: 'slot/unknown', data: { slot: '1', slots: 'Slot 3' } });
  });

  it('a teach-in in the window: the board is unplugged and plugged in again, and events say how it goes', async () => {
    await program.ok('board/connect', { path: left });
    expect(await program.ok('slots/teach', { number: 2 })).toEqual({ slots: [], teaching: 2 });
    const told = () => program.events.flatMap(({ name, event }) => (name === 'slots/changed' && 'slots' in event ? [event] : []));
    const until = async (holds: () => boolean): Promise<void> => {
      while (!holds()) await new Promise((resume) => setTimeout(resume, 20));
    };
    // The first look at the ports has the board.
    await until(() => told().length > 0);
    await program.ok('board/simulate', { does: 'unplug' });
    await until(() => told().some((view) => 'unplugged' in view));
    await program.ok('board/simulate', { does: 'plug' });
    const taught = () => told().flatMap((view) => ('slots' in view && view.slots.length > 0 ? [view] : []));
    await until(() => taught().length > 0);
    expect(taught().at(-1)).toMatchObject({ slots: [{ number: 2, binding: { kind: 'path', path: left }, port: { path: left } }] });
    await program.ok('board/simulate', { does: 'unplug' });
    expect((await program.ok('slots/list', {})).slots[0]).not.toHaveProperty('port');
  });

  it('a device that the system does not list is taught by its path, a file is not', async () => {
    expect(await program.ok('slots/teach', { number: 1, path: '/dev/tty' })).toMatchObject({ slots: [{ binding: { kind: 'path', path: '/dev/tty' }, port: { path: '/dev/tty', kind: 'other' } }] });
    expect((await program.fault('slots/teach', { number: 2, path: '/etc/passwd' })).code).toBe('port/not-found');
    for (const path of ['simulated@/etc/passwd', 'simulated@../x.json', 'simulated:constructor', 'simulated@']) expect((await program.fault('slots/teach', { number: 2, path })).code, path).toBe('port/not-found');
    expect((await program.fault('slots/teach', { number: 2, path: '/dev/tty' })).code).toBe('slot/board-taken');
    expect((await program.fault('slots/change', { number: 1, name: '7' })).code).toBe('slot/name-refused');
  });
});
