import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';

/**
 * Makes a list only when its content may have changed. Calls at the same time share one listing. A failed listing is not kept.
 * @param mark returns a text that changes with the list; undefined when it is unknown: then each call makes the list
 */
export function changedOnly<T>(mark: () => Promise<string | undefined>, list: () => Promise<T>): () => Promise<T> {
  let kept: { readonly mark: string; readonly value: T } | undefined;
  let running: Promise<T> | undefined;
  const look = async (): Promise<T> => {
    // The mark is read before the list, so that the next call notices a change during the listing.
    const now = await mark();
    if (now !== undefined && now === kept?.mark) return kept.value;
    const value = await list();
    kept = now === undefined ? undefined : { mark: now, value };
    return value;
  };
  return () => {
    running ??= look().finally(() => (running = undefined));
    return running;
  };
}

const serialDevice = /^(?:tty(?:S|WCH|ACM|USB|AMA|MFD|O|XRUSB)|rfcomm)/;

/** Describes a folder's entries. A device that is plugged in again gets a new node; udev makes its links when it knows the device. */
async function entriesOf(folder: string, wanted: RegExp): Promise<string[]> {
  const names = (await readdir(folder).catch((): string[] => [])).filter((name) => wanted.test(name)).toSorted();
  return Promise.all(names.map(async (name) => `${name} ${await stat(join(folder, name)).then(({ ino, ctimeMs }) => `${ino} ${ctimeMs}`, () => '')}`));
}

/**
 * What changes in /dev when a serial device is plugged in or removed; undefined when the system is not Linux. Listing the ports
 * starts udevadm, which describes every device of the computer. That is too much for each second.
 */
export async function serialDevices(dev = '/dev', platform: NodeJS.Platform = process.platform): Promise<string | undefined> {
  if (platform !== 'linux') return undefined;
  const all = await Promise.all([entriesOf(dev, serialDevice), entriesOf(join(dev, 'serial', 'by-id'), /./), entriesOf(join(dev, 'serial', 'by-path'), /./)]);
  return JSON.stringify(all);
}
