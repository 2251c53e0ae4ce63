import { existsSync, lstatSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** A place that is searched, and its bytes. */
export interface Place {
  readonly where: string;
  readonly bytes: Uint8Array;
}

/** Every file under a folder; what goes away meanwhile (a browser's temporary file) is passed over. */
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
