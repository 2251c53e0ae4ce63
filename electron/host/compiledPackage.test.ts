import { spawnSync } from 'node:child_process';
import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';

const root = join(import.meta.dirname, '..', '..');
const folder = mkdtempSync(join(tmpdir(), 'trust-bench-compiled-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** Copies the built Chromium host into a separate folder. */
beforeAll(() => {
  for (const name of ['chromium.js', 'chunks']) cpSync(join(root, 'dist', name), join(folder, name), { recursive: true });
  writeFileSync(join(folder, 'package.json'), '{"type":"module"}');
  symlinkSync(join(root, 'node_modules'), join(folder, 'node_modules'), 'dir');
});

/** Loads the host with Playwright, and opens nothing. @param then what is done with it, as an expression */
const load = (then = 'console.log(typeof startChromium)'): unknown[] => {
  const { status, stdout, stderr } = spawnSync(process.execPath, ['-e', `import(${JSON.stringify(join(folder, 'chromium.js'))}).then(({ startChromium }) => ${then})`], { encoding: 'utf8' });
  return [status, stdout, stderr];
};
const good = [0, 'function\n', ''];
const names = ['coreBundle.js', 'utilsBundle.js'].map((name) => `${name}-${process.version}-${process.arch}.cache`);
const caches = (): string[] => readdirSync(folder).filter((name) => name.includes('.cache')).sort();
const sizes = (): number[] => names.map((name) => readFileSync(join(folder, name)).length);

it('what V8 compiled of Playwright is kept, used again, and replaced when it does not fit', () => {
  expect(load()).toEqual(good);
  expect(caches()).toEqual(names);
  expect(Math.min(...sizes())).toBeGreaterThan(500_000);
  const kept = names.map((name) => readFileSync(join(folder, name)));

  expect(load()).toEqual(good);
  expect(names.map((name, at) => kept[at]?.equals(readFileSync(join(folder, name)))), 'used as they are').toEqual([true, true]);

  // The first file is for the same script, but V8 refuses it. The second file is for another script.
  writeFileSync(join(folder, names[0] ?? ''), Buffer.concat([kept[0]?.subarray(0, 32) ?? Buffer.alloc(0), Buffer.alloc(1_000, 0xa5)]));
  writeFileSync(join(folder, names[1] ?? ''), Buffer.concat([Buffer.alloc(32), kept[1]?.subarray(32) ?? Buffer.alloc(0)]));
  expect(load()).toEqual(good);
  expect(Math.min(...sizes())).toBeGreaterThan(500_000);
  expect(load()).toEqual(good);
}, 60_000);

it('a program that used more of Playwright saves again, one that used less does not', () => {
  expect(load()).toEqual(good);
  const [before] = sizes();
  // The browser ends at once, but Playwright has tried to start it.
  const environment = JSON.stringify({ TRUST_BENCH_BROWSER: '/bin/false', TRUST_BENCH_STATE_DIR: join(folder, 'state'), TRUST_BENCH_HEADLESS: '1' });
  expect(load(`startChromium({ environment: ${environment} }).catch(() => console.log('refused'))`)).toEqual([0, 'refused\n', '']);
  const [more] = sizes();
  expect(more).toBeGreaterThan(1.02 * (before ?? 0));
  expect(load()).toEqual(good);
  expect(sizes()[0]).toBe(more);
}, 60_000);
