import { join } from 'node:path';
import { app, ipcMain, type BrowserWindow, type IpcMainInvokeEvent } from 'electron';
import { createBench } from '../compose.ts';
import { checkedSender } from '../ipc/events.ts';
import { createRouter, type Door, type Sender } from '../ipc/router.ts';
import type { Bench } from '../composition.ts';
import { clipboard } from './electronClipboard.ts';
import { openLink } from './electronLinks.ts';
import { savesByDialog } from './electronSave.ts';
import { beforeReady, keepContents, openWindow, origin, serveFromDisk } from './electronWindow.ts';
import { distFolder } from '../files/folders.ts';
import { notTooOften } from './links.ts';

let window: BrowserWindow | undefined;

function senderOf(event: IpcMainInvokeEvent): Sender {
  const frame = event.senderFrame;
  return { url: frame?.url ?? '', mainFrame: frame !== null && frame === event.sender.mainFrame };
}

function connect(bench: Bench): void {
  const route = createRouter({ handlers: bench.handlers, origin, takesPaths: true, onReview: bench.reviewShown, refuses: bench.refuses });
  const through = (door: Door, event: IpcMainInvokeEvent, name: unknown, request: unknown) =>
    route({ door, name, request, sender: senderOf(event) });
  ipcMain.handle('bench:call', (event, name: unknown, request: unknown) => through('call', event, name, request));
  ipcMain.handle('bench:take', (event, name: unknown, request: unknown) => through('take', event, name, request));
  bench.onEvent(checkedSender((name, event) => window?.webContents.send('bench:event', name, event)));
}

async function show(bench: Bench): Promise<void> {
  window = openWindow(() => bench.pageLoaded());
  window.once('closed', () => (window = undefined));
  await window.loadURL(origin);
}

/** The services are shut down before the program ends, so that the port is freed and the journal is written. */
function closeBeforeQuit(bench: Bench): void {
  let closed = false;
  app.on('will-quit', (event) => {
    if (closed) return;
    event.preventDefault();
    const end = (): void => {
      closed = true;
      app.quit();
    };
    bench.close().then(end, end);
  });
}

function raise(): void {
  if (window?.isMinimized() === true) window.restore();
  window?.focus();
}

async function run(): Promise<void> {
  const state = process.env['TRUST_BENCH_STATE_DIR'];
  if (state !== undefined && state !== '') app.setPath('userData', state);
  if (!app.requestSingleInstanceLock()) {
    app.quit();
    return;
  }
  beforeReady();
  app.on('web-contents-created', (_, contents) => keepContents(contents));
  app.on('second-instance', raise);
  app.on('window-all-closed', () => app.quit());
  await app.whenReady();
  const savesTo = savesByDialog(() => window, process.env);
  const bench = await createBench({ userData: app.getPath('userData'), host: 'electron', savesTo, openLink: notTooOften(openLink), clipboard, environment: process.env });
  closeBeforeQuit(bench);
  serveFromDisk(join(distFolder, 'renderer'));
  connect(bench);
  app.on('activate', () => void (window === undefined ? show(bench) : raise()));
  await show(bench);
}

// A log that cannot be written must not stop the program.
process.stderr.on('error', () => undefined);
run().catch((thrown: unknown) => {
  process.stderr.write(`trust-bench: the window did not open: ${thrown instanceof Error ? thrown.message : String(thrown)}\n`);
  app.exit(1);
});
