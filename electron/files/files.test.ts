import { execFileSync } from 'node:child_process';
import { appendFileSync, mkdtempSync, readFileSync, readdirSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { fileLimit, readFileLimited } from './read.ts';
import { safeName, savesInto } from './save.ts';
import { writeAtomic } from './write.ts';
import { withoutRoot } from './testing/withoutRoot.ts';

let folder: string;
beforeEach(() => void (folder = mkdtempSync(join(tmpdir(), 'trust-bench-files-'))));
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const at = (name: string): string => join(folder, name);
const text = (value: string): Uint8Array => new TextEncoder().encode(value);
const posix = process.platform !== 'win32';

describe('reading', () => {
  it('a file of exactly the limit', async () => {
    writeFileSync(at('full'), Buffer.alloc(100, 7));
    expect(await readFileLimited(at('full'), 100)).toEqual({ ok: true, value: new Uint8Array(100).fill(7) });
  });

  it('a file that is still being written is refused, not cut', async () => {
    writeFileSync(at('download'), Buffer.alloc(8_000_000, 1));
    let reading = true;
    const read = readFileLimited(at('download'), 16_000_000).finally(() => (reading = false));
    const grow = (): void => {
      if (!reading) return;
      appendFileSync(at('download'), 'more');
      setImmediate(grow);
    };
    setImmediate(grow);
    expect(await read).toMatchObject({ ok: false, fault: { code: 'file/changed', data: { file: 'download' } } });
  });

  const bad: readonly (readonly [string, () => string, string, string])[] = [
    ['a missing file', () => at('none'), 'file/not-found', 'none'],
    ['a missing folder', () => join(at('none'), 'key.pem'), 'file/not-found', 'key.pem'],
    ['an empty file', () => (writeFileSync(at('empty'), ''), at('empty')), 'file/empty', 'empty'],
    ['a folder', () => folder, 'file/unreadable', 'trust-bench-files'],
    ['a file used as a folder', () => (writeFileSync(at('file'), 'x'), join(at('file'), 'key.pem')), posix ? 'file/unreadable' : 'file/not-found', 'key.pem'],
    ['one byte over the limit', () => (writeFileSync(at('over'), ''), truncateSync(at('over'), fileLimit + 1), at('over')), 'file/too-large', 'over'],
    ['100 MB', () => (writeFileSync(at('huge'), ''), truncateSync(at('huge'), 100_000_000), at('huge')), 'file/too-large', 'huge'],
    ['a name with a zero byte', () => at('a\0b'), 'file/unreadable', 'a'],
  ];
  it.each(bad)('%s', async (_, make, code, name) => {
    const result = await readFileLimited(make());
    expect(result).toMatchObject({ ok: false, fault: { code, data: { file: expect.stringContaining(name) } } });
    expect(JSON.stringify(result)).not.toContain(tmpdir() + '/');
  });

  it.runIf(posix)('a named pipe, without waiting for its writer', async () => {
    execFileSync('mkfifo', [at('pipe')]);
    expect(await readFileLimited(at('pipe'))).toMatchObject({ fault: { code: 'file/unreadable', data: { reason: 'It is a device, not a file.' } } });
  });

  it.runIf(posix)('an endless device', async () => {
    expect(await readFileLimited('/dev/zero')).toMatchObject({ fault: { code: 'file/unreadable' } });
  });

  it.runIf(posix)('without permission', async () => {
    writeFileSync(at('mine'), 'x', { mode: 0 });
    expect(await withoutRoot([folder], () => readFileLimited(at('mine')))).toMatchObject({ fault: { code: 'file/unreadable', data: { reason: 'You have no permission there.' } } });
  });
});

describe('writing whole or not at all', () => {
  it('replaces an older file and leaves nothing beside it', async () => {
    writeFileSync(at('a'), 'old');
    expect(await writeAtomic(at('a'), text('new'))).toEqual({ ok: true, value: undefined });
    expect(readFileSync(at('a'), 'utf8')).toBe('new');
    expect(readdirSync(folder)).toEqual(['a']);
  });

  it('an empty file', async () => {
    expect(await writeAtomic(at('a'), new Uint8Array())).toMatchObject({ ok: true });
    expect(readFileSync(at('a'))).toHaveLength(0);
  });

  it('into a folder that is not there', async () => {
    expect(await writeAtomic(join(at('no'), 'a'), text('x'))).toMatchObject({ fault: { code: 'file/not-written', data: { file: 'a', reason: 'The folder is not there.' } } });
  });

  it('over a folder: it stays, and no rest is left', async () => {
    const result = await writeAtomic(folder, text('x'));
    expect(result).toMatchObject({ fault: { code: 'file/not-written' } });
    expect(readdirSync(folder)).toEqual([]);
  });

  it.runIf(process.platform === 'linux')('into a folder of the system that takes no files', async () => {
    expect(await writeAtomic('/proc/trust-bench', text('x'))).toMatchObject({ fault: { code: 'file/not-written' } });
  });
});

describe('saving', () => {
  it('makes the folder, and never overwrites', async () => {
    const save = savesInto(at('deep/er'));
    const names = [await save('report.html', text('1')), await save('report.html', text('2')), await save('report.html', text('3'))];
    expect(names).toEqual(['report.html', 'report (2).html', 'report (3).html'].map((name) => ({ ok: true, value: { name, folder: at('deep/er') } })));
    expect(readFileSync(at('deep/er/report.html'), 'utf8')).toBe('1');
  });

  it('gives savers at the same time names of their own', async () => {
    const save = savesInto(folder);
    const saved = await Promise.all(Array.from({ length: 8 }, (_, index) => save('r.json', text(String(index)))));
    expect(new Set(saved.map((result) => (result.ok ? result.value.name : ''))).size).toBe(8);
  });

  it('says why when the folder is a file', async () => {
    writeFileSync(at('file'), 'x');
    expect(await savesInto(at('file'))('r', text('x'))).toMatchObject({ fault: { code: 'file/not-written' } });
    expect(readFileSync(at('file'), 'utf8')).toBe('x');
  });

  it.each([
    ['../../etc/passwd', '-..-etc-passwd'],
    ['a/b\\c:d', 'a-b-c-d'],
    ['', 'file-'],
    ['...', 'file-'],
    ['con.txt', 'file-con.txt'],
    ['line\nend', 'line-end'],
    [`${'x'.repeat(300)}.html`, `${'x'.repeat(115)}.html`],
    ['chip\u202egpj.\u200bpem', 'chip-gpj.-pem'],
  ])('takes %j as %j', (suggested, safe) => expect(safeName(suggested)).toBe(safe));
});
