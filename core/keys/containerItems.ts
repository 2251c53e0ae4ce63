import { fault } from '../result/fault.ts';
import { err, ok, type Result } from '../result/result.ts';
import type { Derivation } from './kdf.ts';
import { itemsOfDer, type FileItem, type ItemsFault } from './fileItems.ts';
import { openPkcs12, type Pkcs12Fault } from './pkcs12.ts';

export interface UnlockedItems {
  readonly items: readonly FileItem[];
  /** Wipes the keys that came from a container, after they were read. */
  readonly wipe: () => void;
}

export interface UnlockOptions {
  /** Name of the input in faults. */
  readonly file: string;
  readonly password?: string;
  readonly derivation: Derivation;
}

/** Replaces PKCS#12 containers by their content. Without a password it tries an empty one, which many containers have. */
export function unlockItems(
  items: readonly FileItem[],
  { file, password, derivation }: UnlockOptions,
): Result<UnlockedItems, ItemsFault | Pkcs12Fault | 'key/encrypted'> {
  const unlocked: FileItem[] = [];
  const keys: Uint8Array[] = [];
  const wipe = (): void => {
    for (const key of keys) key.fill(0);
  };
  for (const item of items) {
    if (item.kind !== 'pkcs12') {
      unlocked.push(item);
      continue;
    }
    const opened = openPkcs12(item.node, file, password ?? '', derivation);
    if (!opened.ok) {
      wipe();
      return password === undefined && (opened.fault.code === 'key/wrong-password' || opened.fault.code === 'key/unsupported-encryption') ? err(fault('key/encrypted', { file, container: true })) : opened;
    }
    keys.push(...opened.value.keys);
    for (const der of [...opened.value.keys, ...opened.value.certificates]) {
      const read = itemsOfDer(der, file);
      if (!read.ok) return (wipe(), read);
      unlocked.push(...read.value);
    }
  }
  return ok({ items: unlocked, wipe });
}
