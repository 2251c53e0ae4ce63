import { contextBridge, ipcRenderer, webUtils } from 'electron';
import { makeApi, readNames } from './windowApi.ts';

const prefix = '--trust-bench-names=';

/** The contract's names, sent by the main process, so that this script needs no schema library. */
const argument = process.argv.find((text) => text.startsWith(prefix));
const names = readNames(argument?.slice(prefix.length) ?? '{}');

const { api, emit } = makeApi(names, {
  call: (name, request) => ipcRenderer.invoke('bench:call', name, request),
  take: (name, request) => ipcRenderer.invoke('bench:take', name, request),
  pathOf: (file) => webUtils.getPathForFile(file),
});

ipcRenderer.on('bench:event', (_, name: string, event: unknown) => emit(name, event));
contextBridge.exposeInMainWorld('bench', api);
