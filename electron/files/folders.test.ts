import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { browserCandidates, findBrowser } from '../host/browser.ts';
import { saveFolder, stateFolder } from './folders.ts';

describe('where things are kept', () => {
  it('as asked', () => {
    expect(stateFolder({ TRUST_BENCH_STATE_DIR: '/s' }, 'linux')).toBe('/s');
    expect(saveFolder({ TRUST_BENCH_SAVE_DIR: '/d' })).toBe('/d');
  });
  it('as the platform has it', () => {
    expect(stateFolder({ XDG_CONFIG_HOME: '/c' }, 'linux')).toBe(join('/c', 'trust-bench'));
    expect(stateFolder({ APPDATA: '/a' }, 'win32')).toBe(join('/a', 'Trust Bench'));
    expect(stateFolder({}, 'darwin')).toContain('Application Support');
    expect(saveFolder({ TRUST_BENCH_SAVE_DIR: '' })).toMatch(/Trust Bench$/);
  });
});

describe.runIf(process.platform !== 'win32')('finding a browser', () => {
  const folder = mkdtempSync(join(tmpdir(), 'trust-bench-browser-'));
  afterAll(() => rmSync(folder, { recursive: true, force: true }));
  const chrome = join(folder, 'google-chrome');
  writeFileSync(chrome, '');

  it('takes programs only', () => {
    expect(findBrowser({ PATH: folder }, 'linux')).toBeUndefined();
    chmodSync(chrome, 0o755);
    expect(findBrowser({ PATH: `/none:${folder}` }, 'linux')).toBe(chrome);
  });
  it('takes the one that is named, or none', () => {
    expect(findBrowser({ PATH: folder, TRUST_BENCH_BROWSER: '/none/chrome' }, 'linux')).toBeUndefined();
    expect(findBrowser({ PATH: '/none', TRUST_BENCH_BROWSER: chrome }, 'linux')).toBe(chrome);
  });
  it('knows the usual places of the other systems', () => {
    expect(browserCandidates({ ProgramFiles: 'C:\\P' }, 'win32').join()).toContain('msedge.exe');
    expect(browserCandidates({ HOME: '/h' }, 'darwin').join()).toContain('Google Chrome.app');
    expect(findBrowser({}, 'linux')).toBeUndefined();
  });
});
