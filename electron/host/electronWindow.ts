import { join } from 'node:path';
import { readFile } from 'node:fs/promises';
import { BrowserWindow, protocol, session, type Session } from 'electron';
import { distFolder } from './folders.ts';
import { contractNames } from './names.ts';
import { pageFile, pageHeaders } from './pages.ts';

export const origin = 'bench://app/';

/** Before the app is ready: our scheme behaves as https does. */
export function registerScheme(): void {
  protocol.registerSchemesAsPrivileged([{ scheme: 'bench', privileges: { standard: true, secure: true } }]);
}

/** Answers our scheme from the bundle, and nothing else from anywhere. */
export function serveFromDisk(folder: string): void {
  protocol.handle('bench', async (request) => {
    const file = request.url.startsWith(origin) ? pageFile(folder, request.url) : undefined;
    if (file === undefined) return new Response(null, { status: 404 });
    try {
      return new Response(new Uint8Array(await readFile(file.path)), { headers: { ...pageHeaders, 'content-type': file.type } });
    } catch {
      return new Response(null, { status: 404 });
    }
  });
}

/** No permission but writing the clipboard from our page, no request to anywhere else. */
export function lockSession(own: Session): void {
  const allowed = (permission: string, url: string): boolean => permission === 'clipboard-sanitized-write' && url.startsWith(origin);
  own.setPermissionRequestHandler((contents, permission, answer) => answer(allowed(permission, contents.getURL())));
  own.setPermissionCheckHandler((contents, permission) => allowed(permission, contents?.getURL() ?? ''));
  own.setDevicePermissionHandler(() => false);
  own.on('will-download', (event) => event.preventDefault());
  own.webRequest.onBeforeRequest((details, answer) => {
    const ours = details.url.startsWith(origin) || details.url.startsWith('data:image/') || details.url.startsWith('devtools:');
    answer({ cancel: !ours });
  });
}

export function openWindow(): BrowserWindow {
  lockSession(session.defaultSession);
  const window = new BrowserWindow({
    width: 1280,
    height: 800,
    minWidth: 1024,
    minHeight: 700,
    title: 'Trust Bench',
    autoHideMenuBar: true,
    show: false,
    webPreferences: {
      preload: join(distFolder, 'preload.cjs'),
      contextIsolation: true,
      sandbox: true,
      nodeIntegration: false,
      webviewTag: false,
      spellcheck: false,
      additionalArguments: [`--trust-bench-names=${JSON.stringify(contractNames)}`],
    },
  });
  window.once('ready-to-show', () => window.show());
  const { webContents } = window;
  webContents.on('will-navigate', (event) => event.preventDefault());
  webContents.on('will-redirect', (event) => event.preventDefault());
  webContents.on('will-attach-webview', (event) => event.preventDefault());
  webContents.setWindowOpenHandler(() => ({ action: 'deny' }));
  return window;
}
