import { mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { checkSerialDevice, isSerialDriver, terminalOf, type DeviceFacts } from './serialDevice.ts';

const drivers = `/dev/tty             /dev/tty        5       0 system:/dev/tty
/dev/console         /dev/console    5       1 system:console
/dev/ptmx            /dev/ptmx       5       2 system
serial               /dev/ttyS       4      64-95 serial
acm                  /dev/ttyACM   166 0-255 serial
pty_slave            /dev/pts      136 0-1048575 pty:slave
pty_master           /dev/ptm      128 0-1048575 pty:master
unknown              /dev/tty        4 1-63 console
`;
const device = (own: number, number: number): number => ((number & ~0xff) << 12) | (own << 8) | (number & 0xff);

describe('which devices are serial', () => {
  it.each([
    ['/dev/ttyACM0', 166, 0, true],
    ['/dev/ttyS0', 4, 64, true],
    ['/dev/pts/7', 136, 7, true],
    ['/dev/pts/300', 136, 300, true],
    ['/dev/tty1, a console', 4, 1, false],
    ['/dev/tty', 5, 0, false],
    ['/dev/ptmx', 5, 2, false],
    ['the master of a pty', 128, 1, false],
    ['/dev/null', 1, 3, false],
    ['/dev/watchdog', 10, 130, false],
    ['/dev/input/event0', 13, 64, false],
  ])('%s', (_, own, number, serial) => expect(isSerialDriver(drivers, device(own, number))).toBe(serial));

  it('the terminal of a program whose name has brackets', () => {
    expect(terminalOf('42 (a) (b c)) S 1 42 42 34817 42 4194304 0')).toBe(device(136, 1));
  });
});

const facts = (part: Partial<DeviceFacts>): DeviceFacts => ({
  platform: 'linux',
  device: () => Promise.resolve({ character: true, rdev: device(166, 0) }),
  drivers: () => Promise.resolve(drivers),
  terminals: () => new Set<number>(),
  ...part,
});

describe('what may be opened as a port', () => {
  it.each<[string, string, Partial<DeviceFacts>, string]>([
    ['a board', '/dev/ttyACM0', {}, 'ok'],
    ['a board on macOS', '/dev/tty.usbmodem1', { platform: 'darwin' }, 'ok'],
    ['nothing', '/dev/ttyACM9', { device: () => Promise.resolve(undefined) }, 'port/not-found'],
    ['a file', '/etc/shadow', { device: () => Promise.resolve({ character: false, rdev: 0 }) }, 'port/not-found'],
    ['a relative path', 'ttyACM0', {}, 'port/not-found'],
    ['a path with a zero byte', '/dev/ttyACM0\0', {}, 'port/not-found'],
    ['a device of another kind', '/dev/watchdog', { device: () => Promise.resolve({ character: true, rdev: device(10, 130) }) }, 'port/not-serial'],
    ['somebody\'s terminal', '/dev/pts/1', { device: () => Promise.resolve({ character: true, rdev: device(136, 1) }), terminals: () => new Set([device(136, 1)]) }, 'port/not-serial'],
    ['COM3 on Windows', 'COM3', { platform: 'win32' }, 'ok'],
    ['COM300 on Windows', '\\\\.\\COM300', { platform: 'win32' }, 'ok'],
    ['a pipe on Windows', '\\\\.\\pipe\\x', { platform: 'win32' }, 'port/not-found'],
    ['a disk on Windows', '\\\\.\\PhysicalDrive0', { platform: 'win32' }, 'port/not-found'],
    ['a file on Windows', 'C:\\Users\\x\\key.pem', { platform: 'win32' }, 'port/not-found'],
  ])('%s', async (_, path, part, code) => {
    const answer = await checkSerialDevice(path, facts(part));
    expect(answer.ok ? 'ok' : answer.fault.code).toBe(code);
  });
});

describe.runIf(process.platform === 'linux')('on this machine', () => {
  const folder = mkdtempSync(join(tmpdir(), 'trust-bench-device-'));
  afterAll(() => rmSync(folder, { recursive: true, force: true }));
  const codeOf = async (path: string): Promise<string> => {
    const answer = await checkSerialDevice(path);
    return answer.ok ? 'ok' : answer.fault.code;
  };

  it('a file, a folder and a link to a file are no ports', async () => {
    const [file, link] = [join(folder, 'file'), join(folder, 'link')];
    writeFileSync(file, 'x');
    symlinkSync(file, link);
    expect([await codeOf(file), await codeOf(link), await codeOf(folder)]).toEqual(Array(3).fill('port/not-found'));
  });

  it('a link to a device is followed', async () => {
    const link = join(folder, 'null');
    symlinkSync('/dev/null', link);
    expect(await codeOf(link)).toBe('port/not-serial');
  });
});
