import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';

const root = join(import.meta.dirname, '..', '..');

/** Every source of the product, without its tests. */
const sources = ['core', 'electron', 'renderer']
  .flatMap((room) => readdirSync(join(root, room), { recursive: true, encoding: 'utf8' }).map((name) => `${room}/${name.replaceAll('\\', '/')}`))
  .filter((path) => /\.(tsx?|mjs|html)$/.test(path) && !/\.test\.tsx?$|\/testing\//.test(path))
  .map((path) => ({ path, text: readFileSync(join(root, path), 'utf8') }));

const having = (pattern: RegExp): string[] => sources.filter(({ text }) => pattern.test(text)).map(({ path }) => path);

describe('in no source', () => {
  it.each([
    ['the remote module', /@electron\/remote|enableRemoteModule|electron\.remote/],
    ['text that becomes code', /\beval\(|new Function\(|setTimeout\(\s*['"`]|javascript:/],
    ['HTML out of texts', /dangerouslySetInnerHTML|\.innerHTML\s*=|\.outerHTML\s*=|insertAdjacentHTML|document\.write\(/],
    ['a weaker sandbox', /nodeIntegration\w*: true|contextIsolation: false|sandbox: false|webSecurity: false|webviewTag: true|experimentalFeatures: true|allowRunningInsecureContent: true/],
    ['a switch that weakens Chromium', /disable-web-security|allow-file-access|disable-site-isolation|ignore-certificate-errors|remote-debugging-port/],
    ['a program by way of a shell', /shell: true|(?<![.\w])exec\(|execSync\(/],
    ['a server', /\.listen\(|createServer\(/],
  ])('%s', (_, pattern) => expect(having(pattern)).toEqual([]));
});

describe('in one place only', () => {
  it('Electron is imported by the host', () => {
    expect(having(/from ['"]electron['"]/).every((path) => path.startsWith('electron/host/'))).toBe(true);
  });
  it('an address is opened outside: listed ones, by name', () => {
    const using = having(/openExternal|\bshell\b.*from ['"]electron['"]/);
    expect(using).toEqual(['electron/host/electronLinks.ts']);
    const text = sources.find(({ path }) => path === using[0])?.text ?? '';
    expect(text.match(/openExternal\([^)]*\)/g)).toEqual(['openExternal(address)']);
    expect(text).toContain('const address = links[link];');
  });
  it('a message comes in from the page: the two doors, each through the router', () => {
    const doors = sources.flatMap(({ path, text }) => [...text.matchAll(/ipcMain\.\w+\('([^']+)'/g)].map((found) => `${path} ${found[1]}`));
    expect(doors).toEqual(['electron/host/electron.ts bench:call', 'electron/host/electron.ts bench:take']);
    expect(having(/exposeBinding\(|exposeFunction\(/)).toEqual(['electron/host/chromium.ts']);
    for (const path of ['electron/host/electron.ts', 'electron/host/chromium.ts']) {
      const { text = '' } = sources.find((one) => one.path === path) ?? {};
      expect(text.match(/createRouter\(/g), path).toHaveLength(1);
      expect(text, 'every review is told').toContain('onReview: program.reviewShown');
    }
  });
  it('something goes to the page: the contract\'s names by the preload script', () => {
    expect(having(/exposeInMainWorld\(/)).toEqual(['electron/host/preload/electron.ts']);
    expect(having(/ipcRenderer/)).toEqual(['electron/host/preload/electron.ts']);
  });
});
