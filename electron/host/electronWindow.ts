import { join } from 'node:path';
import { readFile } from 'node:fs/promises';
import { app, BrowserWindow, protocol, session, type Session, type WebContents } from 'electron';
import { distFolder } from '../files/folders.ts';
import { contractNames } from './contractNames.ts';
import { pageFile, pageHeaders } from './pages.ts';

export const origin = 'bench://app/';

/** Call it before the app is ready. It sandboxes every renderer, makes host names unresolvable, and lets our scheme behave like https. */
export function beforeReady(): void {
  app.enableSandbox();
  app.commandLine.appendSwitch('host-resolver-rules', 'MAP * ~NOTFOUND');
  protocol.registerSchemesAsPrivileged([{ scheme: 'bench', privileges: { standard: true, secure: true } }]);
}

/** Answers requests to our scheme from the bundle. Nothing else is loaded. */
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

/** Denies every permission except writing the clipboard from our page, and every request to another place. */
function lockSession(own: Session): void {
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

/** Limits all web contents: they cannot navigate away, embed foreign pages or open windows. */
export function keepContents(contents: WebContents): void {
  const stop = (event: { preventDefault(): void }): void => event.preventDefault();
  contents.on('will-navigate', stop);
  contents.on('will-frame-navigate', stop);
  contents.on('will-redirect', stop);
  contents.on('will-attach-webview', stop);
  contents.setWindowOpenHandler(() => ({ action: 'deny' }));
  contents.setWebRTCIPHandlingPolicy('disable_non_proxied_udp');
}

/** Opens the window. @param onPage called when the window has loaded a page, for the first time or again */
export function openWindow(onPage: () => void): BrowserWindow {
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
      nodeIntegrationInWorker: false,
      nodeIntegrationInSubFrames: false,
      webSecurity: true,
      allowRunningInsecureContent: false,
      experimentalFeatures: false,
      plugins: false,
      webviewTag: false,
      navigateOnDragDrop: false,
      spellcheck: false,
      devTools: !app.isPackaged,
      additionalArguments: [`--trust-bench-names=${JSON.stringify(contractNames)}`],
    },
  });
  window.once('ready-to-show', () => window.show());
  window.webContents.on('did-navigate', onPage);
  keepContents(window.webContents);
  return window;
}
