import { chownSync } from 'node:fs';

const [root, nobody] = [0, 65_534];

/**
 * Does work without the rights of root, who may read and write everything. A user who is not root does it as before.
 * @param folders belong to the user "nobody" from now on
 */
export async function withoutRoot<T>(folders: readonly string[], work: () => Promise<T>): Promise<T> {
  if (process.getuid?.() !== root) return work();
  for (const folder of folders) chownSync(folder, nobody, nobody);
  process.seteuid?.(nobody);
  try {
    return await work();
  } finally {
    process.seteuid?.(root);
  }
}
