import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { fault } from '../../../core/result/fault.ts';
import { onlyBoard } from '../../cli/context.ts';
import { portViews } from '../../serial/ports.ts';
import { openProgram } from '../testing/program.ts';
import { markIgnored, settingsIn } from './index.ts';

const board = (path: string, serialNumber: string) => ({ path, serialNumber, vendorId: '04b4', productId: 'f155' });
const ports = portViews([board('/dev/ttyACM0', '0A0B'), board('/dev/ttyACM1', '0C0D'), { path: '/dev/ttyS0' }]);

it.each([
  ['none', undefined, ['/dev/ttyACM0', '/dev/ttyACM1', '/dev/ttyS0', 'simulated'], []],
  ['by path', ['/dev/ttyACM0'], ['/dev/ttyACM1', '/dev/ttyS0', '/dev/ttyACM0', 'simulated'], ['/dev/ttyACM0']],
  ['by serial number, in small letters, with a blank', [' 0c0d'], ['/dev/ttyACM0', '/dev/ttyS0', '/dev/ttyACM1', 'simulated'], ['/dev/ttyACM1']],
  ['part of a name', ['/dev/ttyACM'], ['/dev/ttyACM0', '/dev/ttyACM1', '/dev/ttyS0', 'simulated'], []],
  ['the simulated board', ['simulated'], ['/dev/ttyACM0', '/dev/ttyACM1', '/dev/ttyS0', 'simulated'], []],
])('ports to ignore: %s', (_, ignored, order, marked) => {
  const listed = markIgnored(ports, ignored);
  expect(listed.map(({ path }) => path)).toEqual(order);
  expect(listed.filter((port) => port.ignored === true).map(({ path }) => path)).toEqual(marked);
});

it('the command line chooses the only board that is not ignored, and says what is ignored', () => {
  expect(onlyBoard(ports)).toMatchObject({ ok: false, fault: { code: 'port/several', data: { ports: '/dev/ttyACM0, /dev/ttyACM1' } } });
  expect(onlyBoard(markIgnored(ports, ['0A0B']))).toEqual({ ok: true, value: '/dev/ttyACM1' });
  const none = onlyBoard(markIgnored(ports, ['0A0B', '/dev/ttyACM1']));
  expect(none).toEqual({ ok: false, fault: fault('port/none', { ports: '/dev/ttyS0', ignored: '/dev/ttyACM0, /dev/ttyACM1' }) });
  const [nothing] = [onlyBoard(markIgnored(portViews([board('COM5', '1')]), ['com5']))];
  expect(nothing).toEqual({ ok: false, fault: fault('port/none', { ports: '', ignored: 'COM5' }) });
});

it('the window keeps the list, and the command line reads the same file; an older or a damaged file ignores nothing', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'trust-bench-ignored-'));
  try {
    const program = await openProgram({}, folder);
    expect((await program.ok('settings/get', {})).ignoredPorts).toBeUndefined();
    await program.ok('settings/set', { ignoredPorts: ['0C0D', '/dev/ttyACM7'] });
    await program.close();
    expect((await settingsIn(join(folder, 'state'))).ignoredPorts).toEqual(['0C0D', '/dev/ttyACM7']);
    writeFileSync(join(folder, 'state', 'settings.json'), '{"theme":"dark","operator":"Ada"}');
    expect(await settingsIn(join(folder, 'state'))).toEqual({ theme: 'dark', zoom: 1, lastRoom: 'provision', operator: 'Ada' });
    writeFileSync(join(folder, 'state', 'settings.json'), '{"ignoredPorts":"COM5"}');
    expect(await settingsIn(join(folder, 'state'))).toEqual({ theme: 'system', zoom: 1, lastRoom: 'provision' });
    const next = await openProgram({}, folder);
    expect((await next.ok('app/notices', {})).map(({ code, object }) => `${code} ${object}`)).toEqual(['file/set-aside settings.json']);
    await next.close();
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
});
