import { execFileSync, spawn } from 'node:child_process';
import { chownSync, lstatSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, readlinkSync, rmSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { fileLimit, readFileOrPipe } from './read.ts';
import { writeAtomic } from './write.ts';
import { writeFolder } from './writeFolder.ts';

let folder: string;
beforeEach(() => void (folder = mkdtempSync(join(tmpdir(), 'trust-bench-target-'))));
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const at = (name: string): string => join(folder, name);
const text = (value: string): Uint8Array => new TextEncoder().encode(value);
const root = process.getuid?.() === 0;
const refused = async (path: string, options = {}): Promise<string> => {
  const written = await writeAtomic(path, text('new'), options);
  return written.ok ? 'written' : written.fault.data.reason;
};

describe.runIf(process.platform !== 'win32')('writing', () => {
  it('a link stays one, and its file is replaced beside itself', async () => {
    mkdirSync(at('far/away'), { recursive: true });
    writeFileSync(at('far/file'), 'old');
    symlinkSync(at('far/away'), at('folder'));
    // ".." goes up from the target of the folder's link, not from the link itself.
    symlinkSync('folder/../file', at('one'));
    symlinkSync('one', at('two'));
    expect(await refused(at('two'))).toBe('written');
    expect([readlinkSync(at('two')), readlinkSync(at('one')), readFileSync(at('far/file'), 'utf8')]).toEqual(['one', 'folder/../file', 'new']);
    expect(readdirSync(at('far')).toSorted()).toEqual(['away', 'file']);
    expect(readdirSync(folder).toSorted()).toEqual(['far', 'folder', 'one', 'two']);
  });

  it('a link that leads nowhere, or in a circle, is refused and stays', async () => {
    symlinkSync('nowhere', at('dangling'));
    symlinkSync('circle', at('circle'));
    expect(await refused(at('dangling'))).toBe('It is a link to a file that is not there.');
    expect(await refused(at('circle'))).toBe('Its links lead in a circle.');
    expect(await writeFolder(at('dangling'), [])).toMatchObject({ fault: { code: 'exchange/folder-there' } });
    expect(readdirSync(folder).toSorted()).toEqual(['circle', 'dangling']);
  });

  it('a read-only file is refused and stays, also behind a link', async () => {
    writeFileSync(at('kept'), 'old', { mode: 0o444 });
    symlinkSync('kept', at('link'));
    for (const path of [at('kept'), at('link')]) expect(await refused(path)).toBe('The file is read-only.');
    expect([readFileSync(at('kept'), 'utf8'), readdirSync(folder).sort()]).toEqual(['old', ['kept', 'link']]);
  });

  it('a folder and a socket are refused', async () => {
    mkdirSync(at('folder'));
    symlinkSync('folder', at('link'));
    const server = createServer();
    await new Promise<void>((resolve) => server.listen(at('socket'), resolve));
    expect([await refused(at('folder')), await refused(at('link')), await refused(at('socket'))]).toEqual(['It is a folder.', 'It is a folder.', 'It is a socket, not a file.']);
    expect(lstatSync(at('socket')).isSocket()).toBe(true);
    await new Promise((resolve) => server.close(resolve));
  });

  it('a pipe and a device are written to, and stay what they are', async () => {
    execFileSync('mkfifo', [at('pipe')]);
    symlinkSync('pipe', at('link'));
    for (const name of ['pipe', 'link']) {
      const [read, said] = await Promise.all([readFile(at('pipe'), 'utf8'), refused(at(name), { mode: 0o600 })]);
      expect([read, said]).toEqual(['new', 'written']);
    }
    expect(lstatSync(at('pipe')).isFIFO()).toBe(true);
    expect(await refused('/dev/null', { mode: 0o600 })).toBe('written');
    expect(statSync('/dev/null').isCharacterDevice()).toBe(true);
    if (process.platform === 'linux') expect(await refused('/dev/full')).toBe('The disk is full.');
    expect(await refused('/dev/fd/987')).toBe('The program was started without it.');
  });

  it.runIf(root)('a secret goes through no link or pipe of another user', async () => {
    const nobody = 65_534;
    mkdirSync(at('theirs'));
    writeFileSync(at('theirs/file'), 'old');
    writeFileSync(at('mine'), 'old');
    chownSync(at('theirs'), nobody, nobody);
    symlinkSync('theirs/file', at('into'));
    symlinkSync('mine', at('by'));
    execFileSync('chown', ['-h', String(nobody), at('by')]);
    execFileSync('mkfifo', [at('pipe')]);
    chownSync(at('pipe'), nobody, nobody);
    const secret = { mode: 0o600 };
    expect([await refused(at('into'), secret), await refused(at('by'), secret), await refused(at('pipe'), secret)]).toEqual([
      'It is a link into a folder of another user.',
      'It is a link that another user made.',
      'It is a pipe or device of another user.',
    ]);
    expect([readFileSync(at('theirs/file'), 'utf8'), readFileSync(at('mine'), 'utf8')]).toEqual(['old', 'old']);
    expect([await refused(at('into')), await refused(at('by'))]).toEqual(['written', 'written']);
  });
});

describe.runIf(process.platform !== 'win32')('reading', () => {
  it('a pipe to its end, however slow its writer is, and not more than the limit', async () => {
    execFileSync('mkfifo', [at('pipe')]);
    const write = (line: string): void => void spawn('sh', ['-c', line], { cwd: folder });
    write('(printf one; sleep 0.2; printf two) > pipe');
    expect(await readFileOrPipe(at('pipe'))).toEqual({ ok: true, value: text('onetwo') });
    write('head -c 1001 /dev/zero > pipe');
    expect(await readFileOrPipe(at('pipe'), 1000)).toMatchObject({ fault: { code: 'file/too-large', data: { file: 'pipe', limit: 1000 } } });
    write(': > pipe');
    expect(await readFileOrPipe(at('pipe'))).toMatchObject({ fault: { code: 'file/empty' } });
  });

  it('an endless device is bounded, an empty one is empty', async () => {
    expect(await readFileOrPipe('/dev/zero')).toMatchObject({ fault: { code: 'file/too-large', data: { limit: fileLimit } } });
    expect(await readFileOrPipe('/dev/null')).toMatchObject({ fault: { code: 'file/empty' } });
    expect(await readFileOrPipe('/dev/fd/987')).toMatchObject({ fault: { code: 'file/unreadable', data: { reason: 'The program was started without it.' } } });
    expect(await readFileOrPipe(folder)).toMatchObject({ fault: { code: 'file/unreadable' } });
  });
});
