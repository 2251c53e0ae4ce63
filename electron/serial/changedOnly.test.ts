import { mkdirSync, mkdtempSync, rmSync, symlinkSync, unlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { changedOnly, serialDevices } from './changedOnly.ts';

describe('a list that is made only after a change', () => {
  const counted = (mark: () => string | undefined) => {
    let times = 0;
    return changedOnly(async () => mark(), async () => ++times);
  };

  it('with the same mark it is not made again, with another it is; without one, always', async () => {
    let mark: string | undefined = 'a';
    const list = counted(() => mark);
    expect([await list(), await list()]).toEqual([1, 1]);
    mark = 'b';
    expect([await list(), await list()]).toEqual([2, 2]);
    mark = undefined;
    expect([await list(), await list()]).toEqual([3, 4]);
    mark = 'b';
    expect(await list()).toBe(5);
  });

  it('calls at the same time share one listing', async () => {
    const list = counted(() => undefined);
    expect(await Promise.all([list(), list()])).toEqual([1, 1]);
    expect(await list()).toBe(2);
  });

  it('one that failed is made again', async () => {
    let times = 0;
    const list = changedOnly(async () => 'a', async () => {
      if (++times === 1) throw new Error('no udevadm');
      return times;
    });
    await expect(list()).rejects.toThrow('no udevadm');
    expect(await list()).toBe(2);
  });
});

describe('the serial devices in /dev', () => {
  let dev: string;
  beforeEach(() => {
    dev = mkdtempSync(join(tmpdir(), 'trust-bench-dev-'));
    mkdirSync(join(dev, 'serial', 'by-path'), { recursive: true });
    writeFileSync(join(dev, 'ttyACM0'), '');
  });
  afterEach(() => rmSync(dev, { recursive: true, force: true }));
  const mark = () => serialDevices(dev, 'linux');

  it('a device that comes, goes or gets its link changes them; another file does not', async () => {
    const first = await mark();
    expect(await mark()).toBe(first);
    writeFileSync(join(dev, 'tty7'), '');
    writeFileSync(join(dev, 'null'), '');
    expect(await mark()).toBe(first);
    symlinkSync('../../ttyACM0', join(dev, 'serial', 'by-path', 'pci-0000:00:14.0-usb-0:6.2:1.2'));
    const linked = await mark();
    expect(linked).not.toBe(first);
    writeFileSync(join(dev, 'ttyUSB0'), '');
    expect(await mark()).not.toBe(linked);
  });

  it('a device that is plugged in again under the same name changes them', async () => {
    const first = await mark();
    writeFileSync(join(dev, 'new'), '');
    unlinkSync(join(dev, 'ttyACM0'));
    writeFileSync(join(dev, 'ttyACM0'), '');
    expect(await mark()).not.toBe(first);
  });

  it('are not known on other systems', async () => {
    expect([await serialDevices(dev, 'win32'), await serialDevices(dev, 'darwin')]).toEqual([undefined, undefined]);
  });
});
