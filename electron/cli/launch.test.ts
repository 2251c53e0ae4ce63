import { spawnSync } from 'node:child_process';
import { appendFileSync, cpSync, mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { version } from '../version.ts';

const root = join(import.meta.dirname, '..', '..');
const folder = mkdtempSync(join(tmpdir(), 'trust-bench-launch-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** Copies the built program into a separate folder. */
beforeAll(() => {
  for (const name of ['cli.js', 'commandLine.cjs', 'chunks']) cpSync(join(root, 'dist', name), join(folder, name), { recursive: true });
  writeFileSync(join(folder, 'package.json'), '{"type":"module"}');
  symlinkSync(join(root, 'node_modules'), join(folder, 'node_modules'), 'dir');
});

const start = (...words: string[]) => {
  const { status, stdout, stderr } = spawnSync(process.execPath, [join(folder, 'cli.js'), ...(words.length === 0 ? ['--version'] : words)], { encoding: 'utf8' });
  return { status, stdout, stderr };
};
const caches = (): string[] => readdirSync(folder).filter((name) => name.includes('.cache'));
const cache = (): string => join(folder, caches()[0] ?? 'none');
const good = { status: 0, stdout: `${version}\n`, stderr: '' };

it('what V8 compiled is kept, used again, and replaced when it does not fit', () => {
  expect(start()).toEqual(good);
  expect(caches()).toEqual([`commandLine-${process.version}-${process.arch}.cache`]);
  const kept = readFileSync(cache());

  expect(start()).toEqual(good);
  expect(readFileSync(cache()).equals(kept), 'used as it is').toBe(true);

  // Compiled code of the same bundle, but damaged, so V8 refuses it.
  writeFileSync(cache(), Buffer.concat([kept.subarray(0, 32), Buffer.alloc(1_000, 0xa5)]));
  expect(start()).toEqual(good);
  expect(readFileSync(cache()).length).toBeGreaterThan(100_000);

  writeFileSync(cache(), '');
  expect(start()).toEqual(good);
  expect(readFileSync(cache()).length).toBeGreaterThan(100_000);

  // Another bundle.
  appendFileSync(join(folder, 'commandLine.cjs'), '\n// changed\n');
  expect(start()).toEqual(good);
  expect(readFileSync(cache()).subarray(0, 32).equals(kept.subarray(0, 32))).toBe(false);
}, 60_000);

it('the functions of each command are added when it runs for the first time', () => {
  rmSync(cache(), { force: true });
  start();
  const first = readFileSync(cache());
  const info = (): number | null => start('--port', join(folder, 'nowhere'), 'info').status;
  expect(info()).toBe(3);
  const second = readFileSync(cache());
  expect(second.length).toBeGreaterThan(first.length + 100_000);
  expect([info(), start().status]).toEqual([3, 0]);
  expect(readFileSync(cache()).equals(second), 'both are in it').toBe(true);
}, 60_000);

it('a folder in which nothing can be kept only costs time', () => {
  rmSync(cache(), { force: true });
  // A folder has the name of the file, so that even an administrator cannot write the file.
  mkdirSync(join(folder, `commandLine-${process.version}-${process.arch}.cache`));
  expect(start()).toEqual(good);
  expect(caches()).toEqual([`commandLine-${process.version}-${process.arch}.cache`]);
}, 60_000);
