import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';

/**
 * A list that is made only when what it depends on has changed; calls at the same time share one listing. A listing that
 * failed is not kept.
 * @param mark a text that changes with the list; undefined: it is not known, and each call lists
 */
export function changedOnly<T>(mark: () => Promise<string | undefined>, list: () => Promise<T>): () => Promise<T> {
  let kept: { readonly mark: string; readonly value: T } | undefined;
  let running: Promise<T> | undefined;
  const look = async (): Promise<T> => {
    // The mark is taken first: a change during the listing is seen at the next call.
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

/** A device that is plugged in again has a new node. udev makes the links when it knows the device. */
async function entriesOf(folder: string, wanted: RegExp): Promise<string[]> {
  const names = (await readdir(folder).catch((): string[] => [])).filter((name) => wanted.test(name)).toSorted();
  return Promise.all(names.map(async (name) => `${name} ${await stat(join(folder, name)).then(({ ino, ctimeMs }) => `${ino} ${ctimeMs}`, () => '')}`));
}

/**
 * What changes in /dev when a serial device comes or goes. Listing the ports starts udevadm, which describes every device
 * of the computer: too much for each second. Undefined where the system is not Linux.
 */
export async function serialDevices(dev = '/dev', platform: NodeJS.Platform = process.platform): Promise<string | undefined> {
  if (platform !== 'linux') return undefined;
  const all = await Promise.all([entriesOf(dev, serialDevice), entriesOf(join(dev, 'serial', 'by-id'), /./), entriesOf(join(dev, 'serial', 'by-path'), /./)]);
  return JSON.stringify(all);
}
