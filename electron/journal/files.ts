import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { errorCode } from '../files/reasons.ts';

const name = /^\d{4}-\d{2}-\d{2}\.jsonl$/;

/** The journal's files, oldest first. None when the folder is not there. */
export async function journalFiles(folder: string): Promise<string[]> {
  try {
    return (await readdir(folder)).filter((file) => name.test(file)).sort();
  } catch {
    return [];
  }
}

/** Empty when there is none; throws what the system says when it cannot be read. */
export async function readJournal(folder: string, file: string): Promise<string> {
  try {
    return await readFile(join(folder, file), 'utf8');
  } catch (thrown) {
    if (errorCode(thrown) === 'ENOENT') return '';
    throw thrown;
  }
}
