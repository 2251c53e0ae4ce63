import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { DebugLogger } from 'builder-util';
import { getConfig, validateConfiguration } from 'app-builder-lib/out/util/config/config.js';
import type { Configuration } from 'app-builder-lib';
import { describe, expect, it } from 'vitest';

const root = join(import.meta.dirname, '..', '..');
const read = (): Promise<Configuration> => getConfig(root, 'electron-builder.yml', null);

describe('electron-builder.yml', () => {
  it('is valid', async () => {
    await expect(validateConfiguration(await read(), new DebugLogger(false))).resolves.toBeUndefined();
  });

  it('a misspelt key in it would be found', async () => {
    const wrong = { ...(await read()), asarUnpackk: [] };
    await expect(validateConfiguration(wrong, new DebugLogger(false))).rejects.toThrow('asarUnpackk');
  });

  it('packs for the three systems', async () => {
    const { win, mac, linux } = await read();
    expect([win?.target, mac?.target, linux?.target].flat().map((one) => Object(one).target)).toEqual(['nsis', 'dmg', 'AppImage', 'deb']);
  });

  it('sets every fuse', async () => {
    expect((await read()).electronFuses).toEqual({
      runAsNode: false,
      enableCookieEncryption: true,
      enableNodeOptionsEnvironmentVariable: false,
      enableNodeCliInspectArguments: false,
      enableEmbeddedAsarIntegrityValidation: true,
      onlyLoadAppFromAsar: true,
      grantFileProtocolExtraPrivileges: false,
    });
  });

  it('packs everything into an archive whose integrity the program checks', async () => {
    const { asar, asarUnpack, disableAsarIntegrity, electronFuses } = await read();
    expect(asar).toBe(true);
    // The archive's digest is stored in the program; nothing may switch this off.
    expect(disableAsarIntegrity).toBeUndefined();
    expect(electronFuses).toMatchObject({ enableEmbeddedAsarIntegrityValidation: true, onlyLoadAppFromAsar: true });
    // A native library can't be loaded from inside the archive. Only such libraries are beside it.
    expect(asarUnpack).toEqual(['node_modules/@serialport/bindings-cpp/**/*']);
  });

  it('leaves out what only the other host, the tests and the command line need', async () => {
    const { files, publish, extraResources, extraFiles } = await read();
    const left = JSON.stringify(files);
    for (const name of ['browser.js', 'chromium.js', 'preloadChromium.cjs', 'cli.js', 'commandLine.cjs', 'benchmark.js', 'faults.js', 'soak.js']) expect(left).toMatch(new RegExp(`!dist/\\{[^}]*${name}`));
    expect(left).toContain('"!dist/fuzz/**"');
    expect([publish, extraFiles]).toEqual([null, undefined]);
    expect(extraResources).toEqual([
      { from: 'resources/manual', to: 'manual' },
      { from: 'resources/screenshots', to: 'screenshots' },
    ]);
  });

  it('packs every picture of the manual where its pages look for it', () => {
    const folder = join(root, 'resources', 'manual');
    const pages = readdirSync(folder);
    expect(pages).toContain('wizard.md');
    const pictures = pages.flatMap((page) => [...readFileSync(join(folder, page), 'utf8').matchAll(/!\[[^\]]*\]\(([^)]+)\)/g)].map(([, target]) => target));
    expect(pictures.length).toBeGreaterThan(5);
    expect(pictures.filter((target) => !/^\.\.\/screenshots\/[\w-]+\.png$/.test(target ?? ''))).toEqual([]);
  });

  it('package.json pins Electron exactly, among the tools', () => {
    const { dependencies, devDependencies, main } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
    expect(dependencies.electron).toBeUndefined();
    expect(devDependencies.electron).toMatch(/^\d+\.\d+\.\d+$/);
    expect(main).toBe('dist/electron-main.js');
  });
});
