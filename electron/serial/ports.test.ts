import { mkdtempSync, realpathSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { openFault } from './openFault.ts';
import { isKitProg3, listPorts, portViews, serialNumberOf } from './ports.ts';

describe('the list of ports', () => {
  it('has boards first, then others, each by number, and the simulated board last', () => {
    const infos = [
      { path: 'COM10', friendlyName: 'USB Serial Device (COM10)', vendorId: '04B4', productId: 'F155' },
      { path: 'COM1' },
      { path: 'COM9', vendorId: '04b4', productId: 'f151', manufacturer: 'Cypress' },
      { path: 'COM2', friendlyName: 'KitProg3 USB-UART (COM2)' },
    ];
    expect(portViews(infos).map((port) => [port.path, port.kind])).toEqual([
      ['COM2', 'kitprog3'], ['COM9', 'kitprog3'], ['COM10', 'kitprog3'], ['COM1', 'other'], ['simulated', 'simulated'],
    ]);
  });

  it.each([
    ['04b4', 'f150', false], ['04b4', 'f151', true], ['04B4', 'F155', true], ['04b4', 'f156', false], ['04b4', 'f166', true], ['04b4', 'f167', false], ['0403', 'f155', false], [undefined, undefined, false],
  ])('vendor %s, product %s: a board? %s', (vendorId, productId, board) => {
    expect(isKitProg3({ path: 'x', vendorId, productId })).toBe(board);
  });

  it('the serial number of the board on a port, also through a link; nothing where the system knows none', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'trust-bench-ports-'));
    try {
      const [port, link] = [join(folder, 'ttyACM0'), join(folder, 'bench-3')];
      writeFileSync(port, '');
      symlinkSync(port, link);
      const list = () => Promise.resolve(portViews([{ path: realpathSync(port), serialNumber: '1814032F02228400' }, { path: '/dev/ttyS0' }]));
      expect(await serialNumberOf(realpathSync(port), list)).toBe('1814032F02228400');
      expect(await serialNumberOf(link, list)).toBe('1814032F02228400');
      expect(await serialNumberOf('/dev/pts/0', () => expect.unreachable('the system was asked'))).toBeUndefined();
      for (const none of ['/dev/ttyS0', 'simulated', join(folder, 'nothing')]) expect(await serialNumberOf(none, list), none).toBeUndefined();
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  });

  it('never fails on this machine', async () => {
    expect((await listPorts()).at(-1)).toMatchObject({ path: 'simulated' });
  });
});

describe('why a port did not open', () => {
  it.each([
    ['Error: No such file or directory, cannot open /dev/ttyX', 'linux', 'port/not-found'],
    ['Error Resource temporarily unavailable Cannot lock port', 'linux', 'port/in-use'],
    ['Error: Permission denied, cannot open /dev/ttyACM0', 'linux', 'port/no-permission'],
    ['Opening COM3: File not found', 'win32', 'port/not-found'],
    ['Opening COM3: Access denied', 'win32', 'port/in-use'],
    ['Error: Resource busy, cannot open /dev/tty.usbmodem1', 'darwin', 'port/in-use'],
    ['Error: Inappropriate ioctl for device', 'linux', 'port/failed'],
  ] as const)('%s (%s): %s', (message, platform, code) => {
    expect(openFault('p', message, platform)).toMatchObject({ code, data: { port: 'p' } });
  });
});
