import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'playwright/test';
import { fault } from '../core/result/fault.ts';
import { say } from '../core/result/say.ts';
import { appTexts } from '../renderer/app/texts.ts';
import { settingsTexts } from '../renderer/settings/texts.ts';
import { traceTexts } from '../renderer/trace/texts.ts';
import { flow, root } from './fixture.ts';
import { go, saveTrace } from './pages/window.ts';

/** Listening TCP ports of this process and its children, from `ss`. */
function listening(): string[] {
  const mine = execFileSync('ss', ['-H', '-ltnp'], { encoding: 'utf8' }).split('\n');
  return mine.filter((line) => /chrom|pid=/.test(line) && line.includes('chrom'));
}

flow.describe('the Chromium host', () => {
  flow('shows the window, and the page complains about nothing', async ({ workstation }) => {
    expect(await workstation.page.title()).toContain('Trust Bench');
    await workstation.page.locator('#root > *').first().waitFor();
    await workstation.page.getByRole('button', { name: appTexts.simulatedBoard }).waitFor();
    expect(workstation.complaints).toEqual([]);
  });

  flow('gives the page the contract and no more', async ({ workstation: { page } }) => {
    expect(await page.evaluate(() => Object.keys(window.bench).sort())).toEqual(['call', 'on', 'takeFile']);
    expect(await page.evaluate(() => Object.isFrozen(window.bench))).toBe(true);
    expect(await page.evaluate(() => window.bench.call('app/info', {}))).toMatchObject({ ok: true, value: { host: 'chromium' } });
    const wrong = await page.evaluate(() => Reflect.apply(window.bench.call, null, ['files/take', {}]).then(String, String));
    expect(wrong).toContain('no such operation');
  });

  flow('takes a file by content, and never by path', async ({ workstation: { page } }) => {
    const taken = await page.evaluate(() => window.bench.takeFile(new File(['hello'], 'hello.txt')));
    expect(taken).toMatchObject({ ok: true, value: { name: 'hello.txt', size: 5 } });
    const large = await page.evaluate(() => window.bench.takeFile(new File([new Uint8Array(16 * 1024 * 1024 + 1)], 'large.bin')));
    expect(large).toMatchObject({ ok: false, fault: { code: 'file/too-large' } });
    const path = await page.evaluate(() =>
      Reflect.apply(Reflect.get(globalThis, '__trustBenchCall'), null, [{ door: 'take', name: 'files/take', request: { name: 'a', size: 1, path: '/etc/hostname' } }]),
    );
    expect(path).toMatchObject({ ok: false, fault: { code: 'app/bad-message' } });
  });

  flow('saves in the folder of the Settings; one that has gone is told at the save and in Settings, and is not made again', { tag: '@chromium' }, async ({ open, folders }) => {
    const { page, complaints } = await open({ TRUST_BENCH_SAVE_DIR: '' });
    const chosen = join(folders.base, 'reports');
    await go(page, 'Settings');
    const field = page.getByLabel(settingsTexts.saveFolder);
    await field.fill(chosen);
    await field.press('Enter');
    await page.getByRole('alert').filter({ hasText: 'The folder is not there.' }).waitFor();
    await expect(field).toHaveValue('');
    mkdirSync(chosen);
    await field.fill(chosen);
    await field.press('Enter');
    await expect(page.getByRole('alert')).toHaveCount(0);
    await saveTrace(page);
    expect(readdirSync(chosen)).toEqual(['trace.jsonl']);
    rmSync(chosen, { recursive: true });
    await page.getByRole('button', { name: 'Trace', exact: true }).click();
    await page.getByRole('button', { name: traceTexts.save }).click();
    await page.getByRole('alert').filter({ hasText: say(fault('file/no-save-folder', { folder: '', reason: '' })).what }).filter({ hasText: chosen }).waitFor();
    expect(existsSync(chosen)).toBe(false);
    await go(page, 'Objects');
    await go(page, 'Settings');
    await expect(field).toHaveAccessibleDescription(/The folder is not there\. Make the folder/);
    expect(complaints).toEqual([]);
  });

  flow('reaches nothing outside, goes nowhere else, opens no second window', async ({ workstation: { page, context } }) => {
    expect(await page.evaluate(() => fetch('https://example.com').then(String, String))).toContain('Failed to fetch');
    const left = page.waitForEvent('framenavigated');
    await page.evaluate(() => void (location.href = 'https://example.com/'));
    await left;
    await page.waitForURL('https://bench.localhost/');
    await page.getByRole('button', { name: appTexts.simulatedBoard }).waitFor();
    const second = context.waitForEvent('page');
    await page.evaluate(() => void window.open('https://bench.localhost/'));
    await second;
    await expect.poll(() => context.pages().length).toBe(1);
    if (process.platform === 'linux') expect(listening()).toEqual([]);
  });

  flow('is there again after a reload and after a restart', async ({ workstation, openInOwnBrowser }) => {
    await workstation.page.reload();
    expect(await workstation.page.evaluate(() => window.bench.call('app/info', {}))).toMatchObject({ ok: true });
    await workstation.close();
    const again = await openInOwnBrowser();
    expect(await again.page.evaluate(() => window.bench.call('ports/list', {}))).toMatchObject({ ok: true });
  });
});

flow.describe('npm start', () => {
  flow('without a display says so and names the demo', () => {
    flow.skip(process.platform !== 'linux', 'other systems always have a display');
    const environment: NodeJS.ProcessEnv = { ...process.env };
    delete environment['DISPLAY'];
    delete environment['WAYLAND_DISPLAY'];
    const run = spawnSync(process.execPath, [join(root, 'electron', 'build', 'start.mjs')], { env: environment, encoding: 'utf8' });
    expect(run.status).toBe(1);
    expect(run.stderr).toContain('no display');
    expect(run.stderr).toContain('npx trust-bench demo');
  });
});

flow.describe('finding Electron', () => {
  flow('sees a stand-in, and starts no download', async () => {
    const { electronBinary } = await import(join(root, 'electron', 'build', 'electronBinary.mjs'));
    const folder = mkdtempSync(join(tmpdir(), 'trust-bench-electron-'));
    const name = { darwin: 'Electron.app/Contents/MacOS/Electron', win32: 'electron.exe' }[String(process.platform)] ?? 'electron';
    expect(electronBinary({ ELECTRON_OVERRIDE_DIST_PATH: folder })).toBeUndefined();
    if (!name.includes('/')) {
      writeFileSync(join(folder, name), '');
      expect(existsSync(electronBinary({ ELECTRON_OVERRIDE_DIST_PATH: folder }))).toBe(true);
    }
    rmSync(folder, { recursive: true });
  });
});
