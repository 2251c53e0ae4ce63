import { createHook } from 'node:async_hooks';
import { spawn, type ChildProcess } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { BytePort } from '../../core/bridge/bytePort.ts';
import { must } from '../../core/result/result.ts';
import { openSerial } from './openSerial.ts';
import { hasSocat } from '../../e2e/harness/socat.ts';

/** `socat` makes a pair of serial lines. Without socat, these tests are skipped and listed by name. */
const socat = hasSocat();
const options = { baud: 115_200 };

let folder: string;
let line: ChildProcess;
const end = (name: string): string => join(folder, name);
const open = async (name: string): Promise<BytePort> => must(await openSerial(end(name), options));

async function until(done: () => boolean, what: string): Promise<void> {
  const deadline = Date.now() + 5000;
  while (!done()) {
    if (Date.now() > deadline) throw new Error(`waited in vain for ${what}`);
    await sleep(10);
  }
}

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'trust-bench-serial-'));
  if (!socat) return;
  line = spawn('socat', [`pty,rawer,link=${end('a')}`, `pty,rawer,link=${end('b')}`], { stdio: 'ignore' });
  await until(() => existsSync(end('a')) && existsSync(end('b')), 'the lines');
});
afterEach(() => {
  if (socat) line.kill();
  rmSync(folder, { recursive: true, force: true });
});

describe.runIf(socat)('a serial port (socat)', () => {
  it('carries bytes both ways, whole and in order', async () => {
    const [a, b] = [await open('a'), await open('b')];
    const sent = Uint8Array.from({ length: 20_000 }, (_, index) => (index * 7) % 256);
    const heard: number[] = [];
    b.onData((bytes) => heard.push(...bytes));
    expect(await a.write(sent)).toEqual({ ok: true, value: undefined });
    await until(() => heard.length >= sent.length, 'the bytes');
    expect(Uint8Array.from(heard)).toEqual(sent);
    const back: number[] = [];
    const stop = a.onData((bytes) => back.push(...bytes));
    await b.write(Uint8Array.of(0xbe, 0xef, 0, 0xff, 0x0a, 0x0d, 0x11, 0x13));
    await until(() => back.length === 8, 'the answer');
    stop();
    await b.write(Uint8Array.of(1));
    await sleep(50);
    expect(back).toEqual([0xbe, 0xef, 0, 0xff, 0x0a, 0x0d, 0x11, 0x13]);
    await Promise.all([a.close(), b.close()]);
  });

  it('takes one thread for each answer: it reads when there is something to read', async () => {
    const [a, b] = [await open('a'), await open('b')];
    const heard: number[] = [];
    a.onData((bytes) => heard.push(...bytes));
    let requests = 0;
    const hook = createHook({ init: (_, type) => void (requests += type === 'FSREQCALLBACK' ? 1 : 0) }).enable();
    for (let answer = 1; answer <= 20; answer++) {
      await b.write(Uint8Array.of(answer));
      await until(() => heard.length === answer, 'the answer');
    }
    hook.disable();
    expect(heard).toEqual(Array.from({ length: 20 }, (_, index) => index + 1));
    // A write and a read for each answer; meanwhile both ports look for their paths a few times. A read in vain makes it 60.
    expect(requests).toBeGreaterThanOrEqual(40);
    expect(requests).toBeLessThan(55);
    await Promise.all([a.close(), b.close()]);
  });

  it('has one owner at a time', async () => {
    const a = await open('a');
    expect(await openSerial(end('a'), options)).toMatchObject({ fault: { code: 'port/in-use' } });
    await a.close();
    await (await open('a')).close();
  });

  it('notices that the other end vanished, once, while idle', async () => {
    const a = await open('a');
    let gone = 0;
    a.onClose(() => gone++);
    line.kill();
    await until(() => gone > 0, 'the close');
    expect(await a.write(Uint8Array.of(1))).toMatchObject({ fault: { code: 'link/closed', data: { port: end('a') } } });
    await a.close();
    expect(gone).toBe(1);
    const before = process.cpuUsage();
    await sleep(500);
    const { user, system } = process.cpuUsage(before);
    expect(user + system).toBeLessThan(250_000);
  });

  it('fails a write to an end that vanished', async () => {
    const a = await open('a');
    line.kill();
    await sleep(20);
    const results = await Promise.all([a.write(new Uint8Array(9000)), a.write(Uint8Array.of(1))]);
    await until(() => !existsSync(end('a')), 'the end');
    results.push(await a.write(Uint8Array.of(1)));
    expect(results.at(-1)).toMatchObject({ ok: false, fault: { code: 'link/closed' } });
  });

  it('tells of its own close, once', async () => {
    const a = await open('a');
    let gone = 0;
    a.onClose(() => gone++);
    await Promise.all([a.close(), a.close()]);
    expect(gone).toBe(1);
  });
});

describe('a port that does not open', () => {
  it('is not there', async () => {
    expect(await openSerial(end('none'), options)).toMatchObject({ ok: false, fault: { code: 'port/not-found' } });
  });

  it.runIf(process.platform !== 'win32')('is a file: told as if nothing were there', async () => {
    writeFileSync(end('file'), '');
    expect(await openSerial(end('file'), options)).toMatchObject({ ok: false, fault: { code: 'port/not-found' } });
  });
});
