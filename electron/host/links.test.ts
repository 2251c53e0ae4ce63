import { chmodSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it, vi } from 'vitest';
import { linkNames } from '../../core/contract/app.ts';
import { fault } from '../../core/result/fault.ts';
import { err, ok } from '../../core/result/result.ts';
import { links, notTooOften } from './links.ts';
import { openerOf, opensBySystem, startProgram, type Opener } from './systemLinks.ts';

const opened = vi.hoisted(() => ({ addresses: [] as string[], fails: false }));
vi.mock('electron', () => ({
  shell: {
    openExternal: (address: string) => (opened.fails ? Promise.reject(new Error('no')) : (opened.addresses.push(address), Promise.resolve())),
  },
}));
const { openLink } = await import('./electronLinks.ts');

describe('the list of addresses', () => {
  it('has one for each name, all https and without anything behind the host', () => {
    expect(Object.keys(links).sort()).toEqual([...linkNames].sort());
    for (const address of Object.values(links)) {
      const { protocol, pathname, search, hash, username, port } = new URL(address);
      expect([protocol, pathname, search, hash, username, port]).toEqual(['https:', '/', '', '', '', '']);
    }
  });
});

describe('opening', () => {
  it('is not done again and again', async () => {
    let [now, count, good] = [0, 0, true];
    const open = notTooOften(() => (count++, Promise.resolve(good ? ok(undefined) : err(fault('app/link-not-opened', { address: 'x' })))), () => now);
    await Promise.all([open('cloud-id'), open('cloud-id'), open('cloud-id')]);
    expect(count).toBe(1);
    now = 2_000;
    good = false;
    expect((await open('cloud-id')).ok).toBe(false);
    expect((await open('cloud-id')).ok, 'one that failed may be tried again at once').toBe(false);
    expect(count).toBe(3);
  });
});

describe('in Electron', () => {
  it('the system is asked for the address of the name', async () => {
    expect(await openLink('cloud-id')).toEqual({ ok: true, value: undefined });
    expect(opened.addresses).toEqual(['https://cirrent.com']);
  });
  it('a refusal shows the address', async () => {
    opened.fails = true;
    expect(await openLink('cloud-id')).toMatchObject({ ok: false, fault: { code: 'app/link-not-opened', data: { address: 'https://cirrent.com' } } });
  });
});

describe('in the Chromium host', () => {
  it.each([
    ['linux', ['xdg-open', 'https://cirrent.com']],
    ['darwin', ['open', 'https://cirrent.com']],
    ['win32', ['rundll32.exe', 'url.dll,FileProtocolHandler', 'https://cirrent.com']],
  ] as const)('%s', async (platform, wanted) => {
    expect(openerOf(links['cloud-id'], platform)).toEqual(wanted);
    const started: Opener[] = [];
    const open = opensBySystem({}, platform, (opener) => (started.push(opener), Promise.resolve(true)));
    expect((await open('cloud-id')).ok).toBe(true);
    expect(started).toEqual([wanted]);
  });

  it('when none starts, the address is shown', async () => {
    const open = opensBySystem({}, 'linux', () => Promise.resolve(false));
    expect(await open('cloud-id')).toMatchObject({ ok: false, fault: { code: 'app/link-not-opened' } });
  });
});

describe.runIf(process.platform !== 'win32')('starting a program', () => {
  const folder = mkdtempSync(join(tmpdir(), 'trust-bench-links-'));
  afterAll(() => rmSync(folder, { recursive: true, force: true }));
  const program = (name: string, body: string): void => {
    writeFileSync(join(folder, name), `#!/bin/sh\n${body}\n`);
    chmodSync(join(folder, name), 0o755);
  };

  it('gives the address as one argument, whatever is in it', async () => {
    program('opens', `printf '%s' "$1" > ${join(folder, 'got')}`);
    expect(await startProgram(['opens', 'https://a;touch x $(y)'], { PATH: `${folder}:/usr/bin:/bin` })).toBe(true);
    expect(readFileSync(join(folder, 'got'), 'utf8')).toBe('https://a;touch x $(y)');
    expect(existsSync('x')).toBe(false);
  });
  it('is told when it fails, or is not there', async () => {
    program('fails', 'exit 3');
    expect(await startProgram(['fails'], { PATH: `${folder}:/usr/bin:/bin` })).toBe(false);
    expect(await startProgram(['not-there'], { PATH: folder })).toBe(false);
  });
});
