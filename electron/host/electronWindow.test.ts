import { beforeEach, describe, expect, it, vi } from 'vitest';

type Handler = (...args: never[]) => unknown;

/** Records the calls of the window module to Electron. The real package would start a download in plain Node. */
const told = vi.hoisted(() => ({
  window: {} as Record<string, unknown>,
  session: new Map<string, Handler>(),
  contents: new Map<string, Handler>(),
  schemes: [] as unknown[],
  switches: [] as string[],
  sandboxed: 0,
  packaged: true,
  webRtc: '',
}));

vi.mock('electron', () => {
  const session = {
    setPermissionRequestHandler: (handler: Handler) => told.session.set('request', handler),
    setPermissionCheckHandler: (handler: Handler) => told.session.set('check', handler),
    setDevicePermissionHandler: (handler: Handler) => told.session.set('device', handler),
    on: (name: string, handler: Handler) => told.session.set(name, handler),
    webRequest: { onBeforeRequest: (handler: Handler) => told.session.set('before', handler) },
  };
  const app = {
    get isPackaged() {
      return told.packaged;
    },
    enableSandbox: () => told.sandboxed++,
    commandLine: { appendSwitch: (...parts: string[]) => told.switches.push(parts.join('=')) },
  };
  class BrowserWindow {
    webContents = {
      on: (name: string, handler: Handler) => told.contents.set(name, handler),
      setWindowOpenHandler: (handler: Handler) => told.contents.set('open', handler),
      setWebRTCIPHandlingPolicy: (policy: string) => (told.webRtc = policy),
    };
    constructor(options: Record<string, unknown>) {
      told.window = options;
    }
    once(): void {}
  }
  return { app, BrowserWindow, protocol: { registerSchemesAsPrivileged: (list: unknown[]) => told.schemes.push(...list), handle: () => undefined }, session: { defaultSession: session } };
});

const { beforeReady, openWindow } = await import('./electronWindow.ts');
const run = (handlers: Map<string, Handler>, name: string, ...args: unknown[]): unknown => Reflect.apply(handlers.get(name) ?? (() => undefined), null, args);

const pages = vi.fn();
beforeEach(() => {
  told.packaged = true;
  openWindow(pages);
});

describe('the Electron window', () => {
  it('has these preferences and no others', () => {
    expect(told.window).toMatchObject({ width: 1280, height: 800, minWidth: 1024, minHeight: 700 });
    expect(told.window['webPreferences']).toEqual({
      preload: expect.stringMatching(/[\\/]preload\.cjs$/),
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
      devTools: false,
      additionalArguments: [expect.stringMatching(/^--trust-bench-names=\{"calls":/)],
    });
  });

  it('has developer tools only where it is run from its sources', () => {
    told.packaged = false;
    openWindow(pages);
    expect(told.window['webPreferences']).toMatchObject({ devTools: true });
  });

  it('tells of every page that is loaded', () => {
    pages.mockClear();
    run(told.contents, 'did-navigate');
    expect(pages).toHaveBeenCalledOnce();
  });

  it.each(['will-navigate', 'will-frame-navigate', 'will-redirect', 'will-attach-webview'])('stops %s', (name) => {
    const event = { preventDefault: vi.fn() };
    run(told.contents, name, event);
    expect(event.preventDefault).toHaveBeenCalledOnce();
  });

  it('opens no second window and downloads nothing', () => {
    expect(run(told.contents, 'open', { url: 'https://example.com' })).toEqual({ action: 'deny' });
    const event = { preventDefault: vi.fn() };
    run(told.session, 'will-download', event);
    expect(event.preventDefault).toHaveBeenCalledOnce();
  });

  it.each([
    ['clipboard-sanitized-write', 'bench://app/', true],
    ['clipboard-sanitized-write', 'https://example.com/', false],
    ['clipboard-read', 'bench://app/', false],
    ['media', 'bench://app/', false],
    ['serial', 'bench://app/', false],
    ['openExternal', 'bench://app/', false],
  ])('permission %s for %s: %s', (permission, url, allowed) => {
    const answer = vi.fn();
    run(told.session, 'request', { getURL: () => url }, permission, answer);
    expect(answer).toHaveBeenCalledWith(allowed);
    expect(run(told.session, 'check', { getURL: () => url }, permission)).toBe(allowed);
    expect(run(told.session, 'check', null, permission)).toBe(false);
    expect(run(told.session, 'device')).toBe(false);
  });

  it.each([
    ['bench://app/index.html', false],
    ['data:image/png;base64,AA', false],
    ['https://example.com/', true],
    ['bench://app.evil/', true],
    ['file:///etc/passwd', true],
    ['data:text/html,x', true],
  ])('request to %s is cancelled: %s', (url, cancel) => {
    const answer = vi.fn();
    run(told.session, 'before', { url }, answer);
    expect(answer).toHaveBeenCalledWith({ cancel });
  });

  it('reaches nobody by other ways', () => expect(told.webRtc).toBe('disable_non_proxied_udp'));

  it('before all: sandboxed renderers, no name that resolves, a scheme that behaves as https', () => {
    beforeReady();
    expect(told.sandboxed).toBe(1);
    expect(told.switches).toEqual(['host-resolver-rules=MAP * ~NOTFOUND']);
    expect(told.schemes).toEqual([{ scheme: 'bench', privileges: { standard: true, secure: true } }]);
  });
});
