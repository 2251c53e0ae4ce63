import { existsSync, lstatSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** A searched place, and its bytes. */
export interface Place {
  readonly where: string;
  readonly bytes: Uint8Array;
}

/** Every file in a folder. Files that disappear meanwhile (a browser's temporary files) are skipped. */
export function filesUnder(folder: string): Place[] {
  if (!existsSync(folder)) return [];
  return readdirSync(folder, { recursive: true, encoding: 'utf8' }).flatMap((name) => {
    const path = join(folder, name);
    try {
      return lstatSync(path).isFile() ? [{ where: path, bytes: readFileSync(path) }] : [];
    } catch {
      return [];
    }
  });
}
