import { execFileSync } from 'node:child_process';
import { chmodSync, existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { openProgram } from '../testing/program.ts';

let folder: string;
let chosen: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'trust-bench-save-folder-'));
  chosen = join(folder, 'chosen');
  mkdirSync(chosen);
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const settingsText = (text: string): void => {
  mkdirSync(join(folder, 'state'), { recursive: true });
  writeFileSync(join(folder, 'state', 'settings.json'), text);
};

it('files are saved in the folder of the settings, also after a restart, and the answer says where; empty: in the usual folder', async () => {
  const first = await openProgram({}, folder);
  expect(await first.ok('trace/save', {})).toEqual({ name: 'trace.jsonl', folder: join(folder, 'saved') });
  expect(await first.ok('settings/set', { saveFolder: chosen })).toMatchObject({ saveFolder: chosen });
  expect(await first.ok('settings/save-folder', {})).toEqual({});
  expect(await first.ok('trace/save', {})).toEqual({ name: 'trace.jsonl', folder: chosen });
  await first.close();
  const again = await openProgram({}, folder);
  expect(await again.ok('trace/save', {})).toEqual({ name: 'trace (2).jsonl', folder: chosen });
  await again.ok('settings/set', { saveFolder: '' });
  expect(await again.ok('trace/save', {})).toEqual({ name: 'trace (2).jsonl', folder: join(folder, 'saved') });
  expect(readdirSync(chosen).sort()).toEqual(['trace (2).jsonl', 'trace.jsonl']);
  await again.close();
});

it('a folder that cannot be used is refused, is not made, and the setting stays', async () => {
  const program = await openProgram({}, folder);
  await program.ok('settings/set', { saveFolder: chosen });
  writeFileSync(join(folder, 'file'), '');
  for (const [name, why] of [
    ['chosen', 'It is not a whole path, from the root of the file system or from a drive.'],
    ['~/chosen', 'It is not a whole path, from the root of the file system or from a drive.'],
    [join(folder, 'none'), 'The folder is not there.'],
    [join(folder, 'file'), 'It is a file, not a folder.'],
    [join(folder, 'file', 'deeper'), 'A part of its path is a file, not a folder.'],
  ] as const) {
    expect(await program.fault('settings/set', { saveFolder: name, theme: 'dark' }), name).toMatchObject({ code: 'file/no-save-folder', data: { folder: name, reason: why } });
  }
  expect(existsSync(join(folder, 'none'))).toBe(false);
  expect(await program.ok('settings/get', {})).toMatchObject({ saveFolder: chosen, theme: 'system' });
  await program.close();
});

/** Makes the chosen folder one that takes no files. Root may write everywhere, except on a disk that is read-only. */
function closeChosen(): { readonly reason: string; open(): void } {
  if (process.getuid?.() !== 0) {
    chmodSync(chosen, 0o500);
    return { reason: 'You have no permission there.', open: () => chmodSync(chosen, 0o700) };
  }
  execFileSync('mount', ['-t', 'tmpfs', '-o', 'ro', 'none', chosen]);
  return { reason: 'The disk is read-only.', open: () => void execFileSync('umount', [chosen]) };
}

it.runIf(process.platform === 'linux')('a folder that takes no files is refused', async () => {
  const program = await openProgram({}, folder);
  const { reason, open } = closeChosen();
  try {
    expect(await program.fault('settings/set', { saveFolder: chosen })).toMatchObject({ data: { reason } });
  } finally {
    open();
  }
  await program.close();
});

it('a folder that has gone: nothing is saved there or elsewhere, Settings say so, and it works again when it is back', async () => {
  const program = await openProgram({}, folder);
  await program.ok('settings/set', { saveFolder: chosen });
  rmSync(chosen, { recursive: true });
  expect(await program.fault('trace/save', {})).toMatchObject({ code: 'file/no-save-folder', data: { folder: chosen, reason: 'The folder is not there.' } });
  expect([existsSync(chosen), existsSync(join(folder, 'saved'))]).toEqual([false, false]);
  expect((await program.ok('settings/save-folder', {})).fault).toMatchObject({ object: chosen, why: 'The folder is not there.' });
  expect(await program.ok('settings/set', { theme: 'dark' }), 'other settings can still be changed').toMatchObject({ theme: 'dark', saveFolder: chosen });
  mkdirSync(chosen);
  expect(await program.ok('trace/save', {})).toEqual({ name: 'trace.jsonl', folder: chosen });
  expect(await program.ok('settings/save-folder', {})).toEqual({});
  await program.close();
});

it('a settings file of an older program has no folder; a relative path in one is told at the save; a wrong form is set aside', async () => {
  settingsText('{"theme":"dark","operator":"Ada"}');
  const older = await openProgram({}, folder);
  expect(await older.ok('settings/save-folder', {})).toEqual({});
  expect(await older.ok('trace/save', {})).toMatchObject({ folder: join(folder, 'saved') });
  await older.close();
  settingsText('{"saveFolder":"deeper"}');
  const relative = await openProgram({}, folder);
  expect(await relative.fault('trace/save', {})).toMatchObject({ code: 'file/no-save-folder', data: { folder: 'deeper' } });
  expect((await relative.ok('settings/save-folder', {})).fault?.code).toBe('file/no-save-folder');
  await relative.close();
  settingsText('{"saveFolder":7}');
  const wrong = await openProgram({}, folder);
  expect((await wrong.ok('app/notices', {})).map(({ code, object }) => `${code} ${object}`)).toEqual(['file/set-aside settings.json']);
  await wrong.close();
});

it('the folder of the environment goes before the one of the settings', async () => {
  const first = await openProgram({}, folder);
  await first.ok('settings/set', { saveFolder: chosen });
  await first.close();
  rmSync(chosen, { recursive: true });
  const program = await openProgram({ TRUST_BENCH_SAVE_DIR: '/fixed' }, folder);
  expect(await program.ok('settings/save-folder', {})).toEqual({ fixed: '/fixed' });
  expect(await program.ok('trace/save', {}), 'the host has its own folder here').toMatchObject({ folder: join(folder, 'saved') });
  await program.close();
});
