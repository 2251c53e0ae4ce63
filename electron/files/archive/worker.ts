import { parentPort, workerData, type TransferListItem } from 'node:worker_threads';
import { job, type Job, type Told } from './messages.ts';
import { readKeys, readTable, splitBundle } from './readBundle.ts';
import { useProgram } from './sevenZip.ts';

const say = (message: Told, transfer: readonly ArrayBufferLike[] = []): void => {
  const items = transfer.filter((buffer): buffer is ArrayBuffer & TransferListItem => buffer instanceof ArrayBuffer);
  parentPort?.postMessage(message, [...new Set(items)]);
};

async function work(asked: Job): Promise<void> {
  if (asked.kind === 'keys') {
    const keys = await readKeys(asked.archive, asked.transportKey);
    if (keys.ok) say({ kind: 'keys', keys: keys.value.tables.map((table) => ({ ...table, ids: [...table.ids] })), problems: [...keys.value.problems] }, keys.value.tables.map((table) => table.keys.buffer));
    else say({ kind: 'fault', fault: keys.fault });
    return;
  }
  if (asked.kind === 'split') {
    const parts = await splitBundle(asked.inputs);
    if (!parts.ok) return say({ kind: 'fault', fault: parts.fault });
    return say({ kind: 'parts', parts: { ...parts.value, inner: [...parts.value.inner] } }, parts.value.inner.map(({ bytes }) => bytes.buffer));
  }
  const read = await readTable(asked.object, asked.inner, (archive, done, total) => say({ kind: 'progress', archive, files: { done, total } }));
  if (!read.ok) return say({ kind: 'fault', fault: read.fault });
  const table = read.value;
  if (table === undefined) return say({ kind: 'table' });
  say({ kind: 'table', table: { ...table, ids: [...table.ids], problems: [...table.problems] } }, [table.der.buffer, table.ends.buffer]);
}

useProgram(workerData);
// An internal error ends the worker, and the main thread reports it.
parentPort?.on('message', (asked: unknown) => void work(job.parse(asked)));
