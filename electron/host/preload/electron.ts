import { contextBridge, ipcRenderer, webUtils } from 'electron';
import { makeBench, type Names } from './benchApi.ts';

const prefix = '--trust-bench-names=';

/** The main process derives the names from the contract, so that this script needs no schema library. */
function handedOver(): Names {
  const argument = process.argv.find((text) => text.startsWith(prefix));
  const names: Names = JSON.parse(argument?.slice(prefix.length) ?? '{"calls":[],"events":[]}');
  return names;
}

const { bench, emit } = makeBench(handedOver(), {
  call: (name, request) => ipcRenderer.invoke('bench:call', name, request),
  take: (request) => ipcRenderer.invoke('bench:take', request),
  pathOf: (file) => webUtils.getPathForFile(file),
});

ipcRenderer.on('bench:event', (_, name: string, event: unknown) => emit(name, event));
contextBridge.exposeInMainWorld('bench', bench);
