import { copyFileSync, mkdirSync, writeFileSync } from 'node:fs';
import { basename } from 'node:path';
import { beforeEach, describe, expect, it } from 'vitest';
import { openProgram } from '../app/testing/program.ts';
import { commandLine, testStation } from './testing/commandLine.ts';

const station = testStation();
const path = (name: string): string => station.path(`simulated-${name}.json`);
const json = async (...words: string[]): Promise<{ readonly code: number; readonly json: unknown; readonly err: string }> => {
  const { code, out, err } = await station.run(...words, '--json');
  return { code, err, json: out.trim() === '' ? undefined : JSON.parse(out) };
};
const slotAt = (number: number, name: string, memory: string) => ({
  number, name, place: { row: 0, column: number - 1 }, binding: { kind: 'path', path: `simulated@simulated-${memory}.json` }, state: 'present', port: `simulated@${path(memory)}`, code: null, why: null,
});

beforeEach(async () => {
  await station.run('--port', `simulated:v3@${path('left')}`, 'info');
  await station.run('--port', `simulated:v1@${path('right')}`, 'info');
});

describe('slots', () => {
  it('are taught with a port, listed and forgotten; the window has the same', async () => {
    expect(await json('slots', 'list')).toEqual({ code: 0, err: '', json: { slots: [] } });
    expect(await json('slots', 'teach', '1', '--port', `simulated@${path('left')}`, '--name', 'Left')).toEqual({ code: 0, err: '', json: { slots: [slotAt(1, 'Left', 'left')] } });
    expect((await json('slots', 'teach', '2', '--port', `simulated@${path('right')}`)).json).toEqual({ slots: [slotAt(2, 'Slot 2', 'right')] });
    expect((await json('slots', 'list')).json).toEqual({ slots: [slotAt(1, 'Left', 'left'), slotAt(2, 'Slot 2', 'right')] });
    mkdirSync(station.path('window/state'), { recursive: true });
    for (const name of ['slots.json', basename(path('left'))]) copyFileSync(station.path(name), station.path(`window/state/${name}`));
    const program = await openProgram({}, station.path('window'));
    expect((await program.ok('slots/list', {})).slots.map(({ name, port }) => [name, port?.title])).toEqual([['Left', 'Simulated board: left'], ['Slot 2', 'Simulated board']]);
    await program.close();
    expect((await station.run('slots', 'list')).out).toBe(
      `1  Left    present  simulated@${path('left')}   path simulated@simulated-left.json\n2  Slot 2  present  simulated@${path('right')}  path simulated@simulated-right.json\n`,
    );
    expect(await station.run('slots', 'forget', '1')).toEqual({ code: 0, out: 'slot 1 is forgotten\n', err: '' });
    expect((await json('slots', 'list')).json).toEqual({ slots: [slotAt(2, 'Slot 2', 'right')] });
  });

  it('a teach-in waits for the next board that is plugged in', async () => {
    const taught = json('slots', 'teach', '4');
    await new Promise((resume) => setTimeout(resume, 300));
    copyFileSync(path('left'), path('middle'));
    expect(await taught).toEqual({
      code: 0,
      err: 'Plug in the board of slot 4 now. If it is plugged in already, unplug it; you are told when to plug it in again.\n',
      json: { slots: [slotAt(4, 'Slot 4', 'middle')] },
    });
  });

  it.each([
    [['teach', '0'], 2, 'usage/bad-option', 'The number of a slot is 1 to 16.'],
    [['teach', 'three'], 2, 'usage/bad-option', 'The number of a slot is 1 to 16.'],
    [['teach', '1e0'], 2, 'usage/bad-option', 'The number of a slot is 1 to 16.'],
    [['teach', ' 1'], 2, 'usage/bad-option', 'The number of a slot is 1 to 16.'],
    [['teach', '0x1'], 2, 'usage/bad-option', 'The number of a slot is 1 to 16.'],
    [['forget', '1.0'], 2, 'usage/bad-option', 'The number of a slot is 1 to 16.'],
    [['forget', '+1'], 2, 'usage/bad-option', 'The number of a slot is 1 to 16.'],
    [['teach', '2', '--name', 'ALL'], 2, 'slot/name-refused', 'every slot'],
    [['forget', '3'], 2, 'slot/unknown', 'Left.'],
    [['teach', '2', '--name', 'left'], 2, 'slot/name-refused', 'Slot 1 has this name.'],
    [['teach', '2', '--port', 'LEFT'], 1, 'slot/board-taken', 'Left'],
    [['teach', '2', '--port', '/dev/ttyNONE'], 3, 'port/not-found', '/dev/ttyNONE'],
    [['teach', '2', '--slot', 'Left'], 2, 'usage/bad-option', 'not --slot.'],
  ])('%j is refused with exit code %i', async (words, code, fault, says) => {
    await station.run('slots', 'teach', '1', '--port', `simulated@${path('left')}`, '--name', 'Left');
    const refused = await json('slots', ...words.map((word) => (word === 'LEFT' ? `simulated@${path('left')}` : word)));
    expect(refused).toMatchObject({ code, json: { error: { code: fault } } });
    expect(refused.err).toContain(says);
  });

  it('a file of slots that is damaged is set aside and told', async () => {
    writeFileSync(station.path('slots.json'), '{');
    const listed = await json('slots', 'list');
    expect(listed.json).toEqual({ slots: [] });
    expect(listed.err).toMatch(/^warning: .*slots\.json/);
  });
});

describe('--slot', () => {
  beforeEach(async () => {
    await station.run('slots', 'teach', '1', '--port', `simulated@${path('left')}`, '--name', 'Left');
    await station.run('slots', 'teach', '2', '--port', `simulated@${path('right')}`);
  });

  it('names the board by number or name, for every command that takes --port', async () => {
    expect((await json('info', '--slot', 'left')).json).toMatchObject({ port: `simulated@${path('left')}`, family: 'trust-m-v3' });
    expect((await json('--slot', '2', 'info')).json).toMatchObject({ port: `simulated@${path('right')}`, family: 'trust-m-v1' });
    expect((await json('object', 'read', '--id', 'E0C2', '--slot', 'Slot 2')).code).toBe(0);
  });

  it('goes before TRUST_BENCH_PORT', async () => {
    const ran = await commandLine(['info', '--slot', '2', '--json'], { TRUST_BENCH_STATE_DIR: station.path('.'), TRUST_BENCH_PORT: `simulated@${path('left')}` });
    expect(JSON.parse(ran.out)).toMatchObject({ family: 'trust-m-v1' });
  });

  it.each([
    [['info', '--slot', 'Right'], 2, 'slot/unknown', 'Left, Slot 2.'],
    [['info', '--slot', '1', '--port', 'simulated'], 2, 'usage/bad-option', '--port and --slot both name the board'],
    [['job', 'run', '--job', 'none.tbjob', '--slot', 'all', '--port', 'simulated'], 2, 'usage/bad-option', '--port and --slot both name the board'],
    [['info', '--slot', '1', '--slot', '2'], 2, 'usage/bad-option', 'name one --slot'],
    [['bundle', 'check', 'none.7z', '--slot', '1', '--port', 'simulated'], 1, 'file/not-found', 'none.7z'],
  ])('%j is refused with exit code %i', async (words, code, fault, says) => {
    const refused = await json(...words);
    expect(refused).toMatchObject({ code, json: { error: { code: fault } } });
    expect(refused.err).toContain(says);
  });

  it('a board that is not plugged in ends with the exit code of a port', async () => {
    await station.run('slots', 'teach', '3', '--port', '/dev/tty');
    writeFileSync(station.path('slots.json'), JSON.stringify({ slots: [{ number: 3, place: { row: 0, column: 2 }, binding: { kind: 'usb', serialNumber: 'ABCDEF12' } }] }));
    expect(await json('info', '--slot', '3')).toMatchObject({ code: 3, json: { error: { code: 'slot/missing' } } });
    expect((await json('slots', 'list')).json).toEqual({ slots: [{ number: 3, name: 'Slot 3', place: { row: 0, column: 2 }, binding: { kind: 'usb', serialNumber: 'ABCDEF12' }, state: 'missing', port: null, code: null, why: null }] });
  });
});
