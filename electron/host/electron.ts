import { join } from 'node:path';
import { app, ipcMain, type BrowserWindow, type IpcMainInvokeEvent } from 'electron';
import { createProgram } from '../compose.ts';
import { checkedSender } from '../ipc/events.ts';
import { createRouter, type Door, type Sender } from '../ipc/router.ts';
import type { Program } from '../composition.ts';
import { clipboard } from './electronClipboard.ts';
import { openLink } from './electronLinks.ts';
import { savesByDialog } from './electronSave.ts';
import { beforeReady, keepContents, openWindow, origin, serveFromDisk } from './electronWindow.ts';
import { distFolder } from '../files/folders.ts';
import { notTooOften } from './links.ts';
import { operatorJob } from './startOptions.ts';

let window: BrowserWindow | undefined;

function senderOf(event: IpcMainInvokeEvent): Sender {
  const frame = event.senderFrame;
  return { url: frame?.url ?? '', mainFrame: frame !== null && frame === event.sender.mainFrame };
}

function connect(program: Program): void {
  const route = createRouter({ handlers: program.handlers, origin, takesPaths: true, onReview: program.reviewShown, refuses: program.refuses });
  const through = (door: Door, event: IpcMainInvokeEvent, name: unknown, request: unknown) =>
    route({ door, name, request, sender: senderOf(event) });
  ipcMain.handle('bench:call', (event, name: unknown, request: unknown) => through('call', event, name, request));
  ipcMain.handle('bench:take', (event, name: unknown, request: unknown) => through('take', event, name, request));
  program.onEvent(checkedSender((name, event) => window?.webContents.send('bench:event', name, event)));
}

async function show(program: Program): Promise<void> {
  window = openWindow(() => program.pageLoaded());
  window.once('closed', () => (window = undefined));
  await window.loadURL(origin);
}

/** Shuts the services down before the program ends, so that the port is released and the journal is written. */
function closeBeforeQuit(program: Program): void {
  let closed = false;
  app.on('will-quit', (event) => {
    if (closed) return;
    event.preventDefault();
    const end = (): void => {
      closed = true;
      app.quit();
    };
    program.close().then(end, end);
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
  const program = await createProgram({ userData: app.getPath('userData'), host: 'electron', savesTo, openLink: notTooOften(openLink), clipboard, environment: process.env, operatorJob: operatorJob(process.argv, process.env) });
  closeBeforeQuit(program);
  serveFromDisk(join(distFolder, 'renderer'));
  connect(program);
  app.on('activate', () => void (window === undefined ? show(program) : raise()));
  await show(program);
}

// A log that cannot be written must not stop the program.
process.stderr.on('error', () => undefined);
run().catch((thrown: unknown) => {
  process.stderr.write(`trust-bench: the window did not open: ${thrown instanceof Error ? thrown.message : String(thrown)}\n`);
  app.exit(1);
});
