import { parentPort, workerData, type TransferListItem } from 'node:worker_threads';
import { job, type Job, type Told } from './messages.ts';
import { readBundle, readKeys } from './readBundle.ts';

const say = (message: Told, transfer: readonly ArrayBufferLike[] = []): void => {
  const items = transfer.filter((buffer): buffer is ArrayBuffer & TransferListItem => buffer instanceof ArrayBuffer);
  parentPort?.postMessage(message, [...new Set(items)]);
};

async function work(asked: Job): Promise<void> {
  if (asked.kind === 'keys') {
    const keys = await readKeys(asked.archive, asked.transportKey);
    if (keys.ok) say({ kind: 'keys', keys: keys.value.map((table) => ({ ...table, ids: [...table.ids] })) }, keys.value.map((table) => table.keys.buffer));
    else say({ kind: 'fault', fault: keys.fault });
    return;
  }
  const read = await readBundle(asked.inputs, (progress) => say({ kind: 'progress', ...progress }));
  if (!read.ok) return say({ kind: 'fault', fault: read.fault });
  const { tables, problems, ...rest } = read.value;
  const content = { ...rest, problems: [...problems], tables: tables.map((table) => ({ ...table, ids: [...table.ids], problems: [...table.problems] })) };
  const { keyArchive } = read.value;
  say({ kind: 'content', content }, [...tables.flatMap(({ der, ends }) => [der.buffer, ends.buffer]), ...(keyArchive === undefined ? [] : [keyArchive.bytes.buffer])]);
}

await work(job.parse(workerData));
