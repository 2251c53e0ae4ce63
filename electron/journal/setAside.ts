import { join } from 'node:path';
import { foundAt, renamed } from '../files/disk.ts';
import type { Happening } from './entry.ts';
import type { Loose } from './files.ts';
import { headName } from './head.ts';

type SetAside = Extract<Happening, { what: 'file-set-aside' }>;

function freeName(folder: string, wanted: string): string {
  for (let nth = 1; ; nth++) {
    const name = nth === 1 ? wanted : `${wanted}-${nth}`;
    if (foundAt(join(folder, name)) === undefined) return name;
  }
}

/** Renames files to names that are not a day. @returns the entries about the renamed files, and the files that could not be renamed */
export function setAside(folder: string, files: readonly Loose[]): { readonly moved: readonly SetAside[]; readonly stayed: readonly string[] } {
  const moved: SetAside[] = [];
  const stayed: string[] = [];
  for (const { file, why } of files) {
    const as = freeName(folder, `${file}.set-aside`);
    if (!renamed(join(folder, file), join(folder, as))) {
      stayed.push(file);
      continue;
    }
    renamed(join(folder, headName(file)), join(folder, `${as}.head.json`));
    moved.push({ what: 'file-set-aside', file, as, why });
  }
  return { moved, stayed };
}
