import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { hex } from '../../../../core/bytes/hex.ts';
import { readRuns, unfinishedRun } from '../../../../electron/journal/recordedRuns.ts';
import { verifyFile } from '../../../../electron/journal/verify.ts';

const journalsIn = (folder: string): string[] => readdirSync(folder).filter((name) => name.endsWith('.jsonl')).sort();

/** Complete lines of all journals. */
export const linesIn = (folder: string): string[] =>
  journalsIn(folder).flatMap((name) => readFileSync(join(folder, name), 'utf8').split('\n').slice(0, -1));

/** Returns what is wrong with the journals. They must be intact, however often the process that wrote them was killed. */
export async function brokenJournals(folder: string): Promise<string[]> {
  const checked = await Promise.all(journalsIn(folder).map((name) => verifyFile(join(folder, name))));
  return checked.flatMap((result) => (result.ok ? [] : [`the journal is not whole: ${result.fault.code} ${JSON.stringify(result.fault.data)}`]));
}

/** Whether the workstation offers to resume the last run in the journal. */
export async function isOffered(folder: string): Promise<boolean> {
  const [runs, offered] = [await readRuns(folder), await unfinishedRun(folder, undefined)];
  return offered !== undefined && offered.run === runs[0]?.run;
}

export const stateOfLastRun = async (folder: string): Promise<string> => (await readRuns(folder))[0]?.state ?? 'none';

/** Whether the journal's last line says that a step has begun. What reaches the chip now belongs to that step. */
export const isInStep = (folder: string): boolean => linesIn(folder).at(-1)?.includes('"what":"step-begun"') === true;

/** Every file that the program left, by its path in the folder. */
export const filesLeft = (folder: string): Map<string, Buffer> =>
  new Map(
    readdirSync(folder, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => join(entry.parentPath, entry.name))
      .map((path) => [path.slice(folder.length + 1), readFileSync(path)]),
  );

/** Names of expected files. A killed process may also leave the beginning of a temporary file. */
const known = /^(bench-key\.pem|content-key|job-signers\.json|job-units\.json|journal\/\d{4}-\d{2}-\d{2}(\.jsonl|\.head\.json)|journal\/index\/\d{4}-\d{2}-\d{2}\.json)$/;
const unnamed = /^(journal\/)?\.[^/]+\.tmp$/;

/** Unexpected files. @param killed how many processes died here; each may leave one file */
export function strangeFiles(files: ReadonlyMap<string, Buffer>, killed: number): string[] {
  const strange = [...files.keys()].filter((name) => !known.test(name));
  const left = strange.filter((name) => unnamed.test(name));
  return left.length <= killed ? strange.filter((name) => !unnamed.test(name)) : strange;
}

/** Returns the Base64 text of these bytes inside longer data, without the ends, which depend on the neighbouring bytes. */
const inBase64 = (bytes: Buffer): string[] => [0, 1, 2].map((skip) => bytes.subarray(skip).toString('base64').replace(/=+$/, '').slice(0, -2));

/** Whether a text or file contains a secret: raw, in hexadecimal, in Base64. @param secrets in hexadecimal */
export function holdsSecret(content: Buffer, secrets: readonly string[]): boolean {
  const text = content.toString('latin1');
  const lower = text.toLowerCase();
  return secrets.some((secret) => {
    const bytes = Buffer.from(hex(secret));
    return content.includes(bytes) || lower.includes(secret) || inBase64(bytes).some((word) => text.includes(word));
  });
}
